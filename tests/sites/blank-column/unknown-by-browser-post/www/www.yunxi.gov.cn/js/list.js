// Shown two seconds later, as many pages do.
setTimeout(function () {
  fetch('/api/list.json', { method: 'POST' }).then(function (r) { return r.json(); }).then(function (items) {
    document.getElementById('list').innerHTML = items.map(function (i) {
      return '<li><a href="' + i.url + '">' + i.title + '</a><span>' + i.date + '</span></li>';
    }).join('');
  });
}, 2000);
