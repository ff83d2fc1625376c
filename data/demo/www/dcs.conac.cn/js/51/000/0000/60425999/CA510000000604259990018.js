document.getElementById('_ideConac').innerHTML = '<a href="//bszs.conac.cn/">党政机关</a>';
