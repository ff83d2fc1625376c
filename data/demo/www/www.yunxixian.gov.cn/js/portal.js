function tab(n) {
  var panes = document.querySelectorAll('.pane');
  for (var i = 0; i < panes.length; i++) panes[i].className = i === n ? 'pane on' : 'pane';
  // var old = '<a href="/bu-cunzai-de-ye.html">';
}
