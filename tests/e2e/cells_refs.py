"""cells_refs.py -- notes, tags and replacements."""
from matrix import AS_MADE, PACKED, State, base, cell


@cell("Refs")
def notes(w):
    repo = base(w)
    repo.git("notes", "add", "-m", f"reviewed with {w.secret()}", "HEAD")
    repo.git("notes", "--ref", "ci", "add", "-m", f"{w.secret()}", "HEAD")
    repo.commit("later")
    repo.git("notes", "add", "-m", f"{w.secret()}", "HEAD")
    repo.git("notes", "remove", "HEAD")
    return State(repo)


@cell("Refs")
def tag_message(w):
    repo = base(w)
    repo.git("tag", "-a", "-m", f"one\n\nrelease {w.secret()}", "v1")
    return State(repo)


@cell("Refs")
def tag_of_a_blob(w):
    repo = base(w)
    repo.git("tag", "light", repo.blob(f"x {w.secret()}\n"))
    repo.git("tag", "-a", "-m", "heavy", "heavy", repo.blob(f"y {w.secret()}\n"))
    return State(repo)


@cell("Refs")
def tag_of_a_tree(w):
    """A tree that is no commit's, with a folder in it."""
    repo = base(w)
    inner = repo.git("mktree", data=f"100644 blob {repo.blob(w.secret())}\tk.txt\n")
    for number, command in enumerate((["tag", "light"], ["tag", "-a", "-m", "heavy", "heavy"])):
        entries = f"040000 tree {inner}\tfolder{number}\n100644 blob {repo.blob(w.secret())}\ttop{number}.txt\n"
        repo.git(*command, repo.git("mktree", data=entries))
    return State(repo)


@cell("Refs")
def nested_tags(w):
    """The commit below them is on no branch."""
    repo = base(w)
    repo.git("checkout", "-q", "--detach")
    repo.commit("tagged", {"k.txt": f"{w.secret()}\n"})
    repo.git("tag", "-a", "-m", f"inner {w.secret()}", "inner")
    repo.git("tag", "-a", "-m", f"middle {w.secret()}", "middle", "inner")
    repo.git("tag", "-a", "-m", f"outer {w.secret()}", "outer", "middle")
    repo.git("tag", "-d", "inner", "middle")
    repo.git("checkout", "-q", "main")
    return State(repo)


@cell("Refs", (AS_MADE, PACKED))
def tags_nested_20_deep(w):
    repo = base(w)
    repo.git("checkout", "-q", "--detach")
    target = repo.commit("tagged", {"k.txt": f"{w.secret()}\n"})
    repo.git("checkout", "-q", "main")
    for number in range(20):
        repo.git("tag", "-f", "-a", "-m", f"level {number}", "deep", target)
        target = repo.head("deep")
    repo.git("reflog", "expire", "--expire=now", "--all")
    return State(repo)


@cell("Refs")
def replaced_blob(w):
    """What is stored counts, not what a replacement shows."""
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.git("replace", repo.head("HEAD:k.txt"), repo.blob("harmless\n"))
    repo.git("replace", repo.head("HEAD:a.txt"), repo.blob(f"replacement {w.secret()}\n"))
    return State(repo)


@cell("Refs")
def replaced_commit(w):
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.commit("removes", remove=["k.txt"])
    repo.git("replace", "HEAD~1", repo.git("commit-tree", "-m", "replacement", "HEAD^{tree}"))
    return State(repo)


@cell("Refs")
def grafts(w):
    """A graft hides history from git, not from an audit."""
    repo = base(w)
    repo.commit("adds", {"k.txt": f"{w.secret()}\n"})
    repo.commit("removes", remove=["k.txt"])
    (repo.folder / "info").mkdir(exist_ok=True)
    (repo.folder / "info/grafts").write_text(f"{repo.head()}\n")
    return State(repo)
