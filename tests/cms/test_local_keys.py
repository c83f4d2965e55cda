from cms import local_keys


def test_keys_are_made_once_and_kept(tmp_path):
    first = local_keys.kept_in(tmp_path)
    assert local_keys.kept_in(tmp_path) == first
    assert first.admin_username == "admin"
    assert len(first.secret_key) >= 50
    assert len(first.admin_password) >= 16


def test_keys_differ_from_folder_to_folder(tmp_path):
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
    one, other = map(local_keys.kept_in, folders)
    assert one.secret_key != other.secret_key
    assert one.admin_password != other.admin_password


def test_nobody_else_may_read_the_keys(tmp_path):
    local_keys.kept_in(tmp_path)
    assert (tmp_path / local_keys.FILE_NAME).stat().st_mode & 0o777 == 0o600
