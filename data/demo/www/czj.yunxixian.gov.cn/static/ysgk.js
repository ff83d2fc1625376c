document.getElementById('liebiao').innerHTML = '<ul><li><a href="/tzgg/">2026年部门预算</a><span>2026-02-10</span></li></ul>';
