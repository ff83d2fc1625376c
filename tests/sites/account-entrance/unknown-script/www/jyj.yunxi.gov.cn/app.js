document.getElementById("app").innerHTML="x"
