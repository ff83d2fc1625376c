<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>办事大厅</title></head>
<body>
<h1>办事大厅</h1><p>这里可以查询学校名录、报名时间和招生范围，也可以提交咨询。</p>
</body></html>
