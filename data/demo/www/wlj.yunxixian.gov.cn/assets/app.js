(function () {
  fetch('/api/home.json').then(function (r) { return r.json(); }).then(function (d) {
    document.getElementById('app').innerHTML = d.items.map(function (i) {
      return '<li><a href="' + i.url + '">' + i.title + '</a><span>' + i.date + '</span></li>';
    }).join('');
  });
})();
