document.write('<p>主办单位：云溪县统计局 网站标识码：5199010019 蜀ICP备2026090133号-1 川公网安备 51990102000019号</p>');
document.write('<a href="https://bszs.conac.cn/sitename?method=show&id=BBDD830AE5FD40DEA7197DB163BB135D"><img src="/images/dzjg.png"></a> <a href="/wzdt/">网站地图</a>  <a href="https://www.yunxixian.gov.cn/hdjl/">互动交流</a> <a href="https://www.yunxixian.gov.cn/zwgk/">政府信息公开</a>');
