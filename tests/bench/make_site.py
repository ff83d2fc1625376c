#!/usr/bin/env python3
"""Makes the site that ./run bench crawls: pages of about 27 KB with 70 links, planted dead links and look-alikes.

usage: make_site.py OUT PAGES PORT OUTSIDE_PORT DEAD_PORT

OUT/www and OUT/out are document roots, OUT/nginx.conf serves them on loopback, OUT/truth.json says what is planted. The same
arguments give the same bytes.
"""
import json
import os
import random
import sys

OUT, PAGES, PORT, OUTSIDE_PORT, DEAD_PORT = sys.argv[1], *map(int, sys.argv[2:6])
HOME, OUTSIDE, DEAD = (f"http://127.0.0.1:{p}" for p in (PORT, OUTSIDE_PORT, DEAD_PORT))
rng = random.Random(20261123)
HAN = "政府信息公开工作报告通知实施方案管理办法会议领导干部群众服务中心建设项目推进发展经济社会安全生产检查责任制度规定审批行政处罚公示采购结果财政预算"
COLUMNS = max(8, PAGES // 100)
truth = {"dead": {}, "anchors": []}


def words(n):
    return "".join(rng.choices(HAN, k=n))


def page_url(i):
    return f"/art/{2016 + i % 10}/{1 + i % 12}/art_{i}.html"


SENTENCES = [words(rng.randint(40, 90)) + "。" for _ in range(400)]
NAV = "".join(f'<li class="nav-item"><a class="nav-link" href="/col/{c}/" title="{words(4)}" target="_self"><span>{words(4)}</span></a></li>\n'
              for c in range(0, COLUMNS, max(1, COLUMNS // 30)))
NAV += '<li><a href="/nav/gone/">历史栏目</a></li>'
STYLE = "".join(f".c{i}{{width:{100 + i}px;margin:0 auto;color:#333;line-height:{20 + i}px;}}\n" for i in range(60))
SCRIPT = "".join(f"function f{i}(a){{var x=document.getElementById('n{i}');if(x){{x.className=a?'on':'off';}}return a*{i};}}\n" for i in range(30))
HEAD = ('<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{title}</title>\n<meta name="SiteName" content="测试县人民政府">'
        '<link rel="stylesheet" href="/css/site.css"><script src="/js/site.js"></script>\n<style>' + STYLE.replace("{", "{{").replace("}", "}}") +
        "</style><script>" + SCRIPT.replace("{", "{{").replace("}", "}}") + '</script></head><body>\n<div class="top"><ul class="nav">\n' + NAV + "</ul></div>\n")
FOOT = ('<div class="foot"><p>主办：测试县人民政府办公室 地址：测试路1号</p><a href="/about/map.html">网站地图</a> '
        '<a href="#top">返回顶部</a> <a href="javascript:void(0)">收藏</a> <a href="mailto:a@example.invalid">邮箱</a></div></body></html>')
extra = [[] for _ in range(PAGES)]


def plant(url, html, uses=1):
    pages = sorted(rng.sample(range(PAGES), uses))
    for i in pages:
        extra[i].append(html)
    truth["dead"][url] = [HOME + page_url(i) for i in pages]


scale = PAGES / 20000
for k in range(int(1000 * scale)):
    plant(f"{HOME}/art/gone/{k}.html", f'<a href="/art/gone/{k}.html">旧文</a>', rng.choice((1, 1, 2, 3)))
for k in range(int(200 * scale)):
    plant(f"{HOME}/images/lost/{k}.jpg", f'<img src="/images/lost/{k}.jpg" alt="">')
for k in range(int(100 * scale)):
    plant(f"{OUTSIDE}/gone/{k}.html", f'<a href="{OUTSIDE}/gone/{k}.html">外站</a>')
for k in range(int(10 * scale)):
    plant(f"{DEAD}/{k}.html", f'<a href="{DEAD}/{k}.html">停机</a>')
for k in range(int(20 * scale)):
    plant(f"{HOME}/redir-dead/{k}", f'<a href="/redir-dead/{k}">转走</a>')
    plant(f"{HOME}/frame/{k}.html", f'<iframe src="/frame/{k}.html"></iframe>')
for k in range(int(50 * scale)):
    target = page_url(rng.randrange(PAGES))
    i = rng.randrange(PAGES)
    extra[i].append(f'<a href="{target}#nowhere{k}">锚点</a>')
    truth["anchors"].append(f"{HOME}{target}#nowhere{k}")
    for bait in (f"<!-- <a href='/bait/comment{k}.html'>x</a> -->", f"<script>var s='<a href=\"/bait/script{k}.html\">x</a>';</script>",
                 f'<textarea><a href="/bait/area{k}.html">x</a></textarea>'):
        extra[rng.randrange(PAGES)].append(bait)
truth["dead"][f"{HOME}/nav/gone/"] = ["*"]
truth["dead"][f"{HOME}/css/lost.png"] = [f"{HOME}/css/site.css"]


def write(root, path, text, charset="utf-8"):
    name = os.path.join(OUT, root, path.lstrip("/"))
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as f:
        f.write(text.encode(charset))


def link(i):
    return f'<li><a href="{page_url(i)}" title="{TITLES[i]}">{TITLES[i]}</a><span>{2016 + i % 10}-{1 + i % 12:02d}-{1 + i % 28:02d}</span></li>\n'


TITLES = [words(rng.randint(12, 24)) for _ in range(PAGES)]
for i in range(PAGES):
    charset = "gb18030" if i % 20 == 3 else "utf-8"
    body = "".join(f'<p style="text-indent:2em;font-size:16pt">{s}</p>\n' for s in rng.choices(SENTENCES, k=rng.randint(20, 70)))
    text = (HEAD.format(charset=charset, title=TITLES[i]) + f'<div class="pos"><a href="/">首页</a> &gt; <a href="/col/{i % COLUMNS}/">栏目</a></div>'
            f"<h1>{TITLES[i]}</h1><div>发布时间：{2016 + i % 10}-{1 + i % 12:02d}-{1 + i % 28:02d} 来源：测试县政府办</div>"
            f'<div id="zoom">{body}{"".join(extra[i])}</div><ul>' + "".join(link(rng.randrange(PAGES)) for _ in range(28)) +
            f'{link((i + 1) % PAGES)}{link((i - 1) % PAGES)}</ul><img src="/images/p{i % 50}.png" alt="">' + FOOT)
    write("www", page_url(i), text, charset)
for c in range(COLUMNS):
    items = "".join(link(i) for i in range(c, PAGES, COLUMNS))
    write("www", f"/col/{c}/index.html", HEAD.format(charset="utf-8", title=f"栏目{c}") + f"<ul>{items}</ul>" + FOOT)
columns = "".join(f'<a href="/col/{c}/">{words(4)}</a>\n' for c in range(COLUMNS))
write("www", "/index.html", HEAD.format(charset="utf-8", title="测试县人民政府") + columns + FOOT)
write("www", "/about/map.html", HEAD.format(charset="utf-8", title="网站地图") + columns + FOOT)
write("www", "/css/site.css", ".bg{background:url(lost.png)}\n" + STYLE)
write("www", "/js/site.js", SCRIPT)
write("www", "/robots.txt", "User-agent: *\nDisallow: /admin/\n")
for i in range(50):
    write("www", f"/images/p{i}.png", "x" * 3000)
write("out", "/index.html", "<title>外站</title>")
with open(os.path.join(OUT, "truth.json"), "w") as f:
    json.dump(truth, f, ensure_ascii=False)
with open(os.path.join(OUT, "sites.csv"), "w") as f:
    f.write("网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\n"
            f"5199010001,测试县人民政府,{HOME}/,测试县人民政府办公室,519901,政府门户网站,运行,是\n")
with open(os.path.join(OUT, "nginx.conf"), "w") as f:
    f.write(f"""worker_processes 1; pid {OUT}/nginx.pid; error_log {OUT}/error.log crit; daemon on;
events {{ worker_connections 2048; }}
http {{
  types {{ text/html html; text/css css; application/javascript js; image/png png; text/plain txt; }}
  keepalive_requests 1000000; log_format c '$server_port $status $bytes_sent $request_method $request_uri'; access_log {OUT}/access.log c buffer=1m flush=1s;
  client_body_temp_path {OUT}/tmp; proxy_temp_path {OUT}/tmp; fastcgi_temp_path {OUT}/tmp; uwsgi_temp_path {OUT}/tmp; scgi_temp_path {OUT}/tmp;
  server {{ listen 127.0.0.1:{PORT} backlog=1024; root {OUT}/www; location /redir-dead/ {{ return 302 /art/gone/from$uri.html; }} }}
  server {{ listen 127.0.0.1:{OUTSIDE_PORT} backlog=1024; root {OUT}/out; }}
}}
""")
