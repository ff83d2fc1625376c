document.write("<li><a href='/zcjd/'>政策解读</a></li>");
