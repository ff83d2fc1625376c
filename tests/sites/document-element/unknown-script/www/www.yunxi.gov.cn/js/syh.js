document.getElementById("syh").innerText = "519901-2026-000012";
