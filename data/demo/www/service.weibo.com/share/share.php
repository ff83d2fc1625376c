<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>分享到微博</title></head>
<body><p>分享到微博。</p></body></html>
