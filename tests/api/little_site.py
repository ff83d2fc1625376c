"""Little web sites of this machine, which count what they are asked for."""
import http.server
import threading
import time

TEXT = "为进一步做好有关工作，现将有关事项通知如下，请结合实际认真贯彻执行。" * 5


class Served:
    """A server of its own; subclasses say what is at a path."""

    def __init__(self):
        self.asked = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                text = site.body(self.path)
                data = (text or "没有这个页面").encode()
                target = site.moved(self.path)
                self.send_response(302 if target else 200 if text else 404)
                if target:
                    self.send_header("Location", target)
                self.send_header("Content-Type", site.media_type(self.path))
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(data)

            do_HEAD = do_GET

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def body(self, path):
        """The text at a path; None: there is none."""
        raise NotImplementedError

    def moved(self, path):
        """Where it has moved; None: it has not."""

    def media_type(self, path):
        return "text/html; charset=utf-8"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Site(Served):
    """A home page, a column, articles; it takes its time."""

    def __init__(self, n):
        self.n, self.delay = n, 0.02
        super().__init__()

    def body(self, path):
        time.sleep(self.delay)
        start = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>云溪县测试局</title></head><body>"
        if path == "/index.html" or path.startswith("/s"):  # several sites may stand in folders
            return start + "<nav><a href='/news/'>政务动态</a></nav>" + TEXT
        if path == "/news/":
            return start + "".join(f"<li><a href='/a/t{i}.html'>第{i}号通知</a></li>" for i in range(self.n))
        if path.startswith("/a/t") and int(path[4:-5]) < self.n:
            return start + f"<h1>第{path[4:-5]}号通知</h1><p>{TEXT}{path}</p>"
        return None

    def moved(self, path):
        return "/index.html" if path == "/" else None  # as many do

    def articles(self):
        return [p for p in self.asked if p.startswith("/a/")]
