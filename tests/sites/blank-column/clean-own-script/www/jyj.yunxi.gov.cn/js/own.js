var list = document.getElementById("list");
if (list)
    ["冬季安全检查的通知", "医保缴费工作的通知", "义务植树活动的倡议"].forEach(function (t, i) {
        list.innerHTML += "<li><a href=\"/tz/" + i + ".html\">关于" + t + "</a><span>2026-11-1" + i + "</span></li>";
    });
