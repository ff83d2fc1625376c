checks='hidden-link'
extra=['--browser','off']
pages={'/':'<html><head><meta charset="utf-8"><title>六合彩开奖_香港马会_体彩投注平台</title></head><body><ul><li><a href="/dt/1.html">全县教育工作会议召开</a><span>2026-11-18</span></li><li><a href="/dt/2.html">全县教育工作会议又召开</a><span>2026-11-18</span></li></ul></body></html>'}
