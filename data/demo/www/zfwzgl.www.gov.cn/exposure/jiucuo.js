document.getElementById('_span_jiucuo').innerHTML = '<img src="https://zfwzgl.www.gov.cn/exposure/images/jiucuo.png" alt="我为政府网站找错">';
