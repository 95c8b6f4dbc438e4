"""The file browser's page: a folder, a text that is edited, an upload."""

from django.core.files.uploadedfile import SimpleUploadedFile


def test_a_folder_is_shown_a_text_edited_and_a_file_uploaded(otto_browser, vera_browser, docker, running):
    files = f"/local/containers/{running}/files/"
    docker("exec", running, "sh", "-c", "mkdir /d && echo '<b>old' > '/d/a b.txt'")
    assert vera_browser.get(files).status_code == 403
    assert "?path=/d/a%20b.txt" in otto_browser.get(f"{files}?path=/d").content.decode().replace("%2F", "/")
    assert "&lt;b&gt;old" in otto_browser.get(f"{files}?path=/d/a%20b.txt").content.decode()
    saved = otto_browser.post(f"{files}write/", {"path": "/d/a b.txt", "text": "new\r\nlines\r\n"})
    assert (saved.status_code, docker("exec", running, "cat", "/d/a b.txt")) == (303, "new\nlines")
    sent = SimpleUploadedFile("up.bin", b"\0\1")
    assert otto_browser.post(f"{files}write/", {"path": "/d", "file": sent}).status_code == 303
    assert docker("exec", running, "ls", "/d").split("\n") == ["a b.txt", "up.bin"]
    assert otto_browser.get(f"{files}?path=relative").status_code == 400
