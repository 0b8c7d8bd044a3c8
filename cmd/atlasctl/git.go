package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// git runs the git program in a folder. It only ever reads.
type git struct{ dir string }

// run gives what git writes to its standard output. The error has git's own
// words.
func (g git) run(ctx context.Context, input string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", g.dir}, args...)...)
	cmd.Env = gitEnv()
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case err != nil && ctx.Err() != nil:
		return "", interrupted(ctx, err)
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("git is not on the PATH, and only git can read what was committed: install it")
	case failed && len(exit.Stderr) > 0:
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(string(exit.Stderr)))
	case err != nil:
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return string(out), nil
}

// gitEnv is our environment without what ties git to a repository, as in a
// hook: the files decide which one it is. Git's words are in English, it asks
// nobody for a password, and takes paths as they are.
func gitEnv() []string {
	vars := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}, name)
	})
	return append(vars, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_LITERAL_PATHSPECS=1")
}

// revision is a commit of the repository that some paths are in.
type revision struct {
	git
	ref    string // as it is shown
	commit string
	places []place
}

// place is where a path that the user named is in the repository.
type place struct {
	spelled string
	path    string // from the top, with slashes; empty for the top itself
}

// openRevision finds the repository of the paths, and the commit in it.
func openRevision(ctx context.Context, ref string, paths []string) (*revision, error) {
	r := &revision{ref: short(ref)}
	for _, p := range paths {
		dir, name := filepath.Clean(p), ""
		// A link counts as what it was at that commit, wherever it leads now.
		if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
			dir, name = filepath.Split(dir)
			dir = filepath.Clean(dir)
		}
		top, prefix, err := whereIs(ctx, dir)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", p, err)
		case r.dir != "" && r.dir != top:
			return nil, fmt.Errorf("%s is in the Git repository %s, and %s in %s: give paths of one repository", r.places[0].spelled, r.dir, p, top)
		}
		r.dir = top
		r.places = append(r.places, place{p, path.Join(prefix, name)})
	}
	return r, r.resolve(ctx, ref)
}

// whereIs gives the top of the repository that a folder is in, and the way from
// there to the folder.
func whereIs(ctx context.Context, dir string) (top, prefix string, err error) {
	out, err := git{dir}.run(ctx, "", "rev-parse", "--show-toplevel", "--show-prefix")
	if err != nil && strings.Contains(err.Error(), "not a git repository") {
		err = errors.New("it is in no Git repository, so there is no earlier commit of it")
	}
	top, prefix, _ = strings.Cut(out, "\n")
	return top, strings.TrimSuffix(prefix, "\n"), err
}

// resolve finds the commit that a name means.
func (r *revision) resolve(ctx context.Context, ref string) error {
	switch {
	case strings.HasPrefix(ref, "-"):
		return errors.New("no commit is called that: it looks like a flag")
	case len(ref) >= 40 && strings.Trim(ref, "0") == "":
		return errors.New("so a job calls what was before the first push of a branch, which is nothing: leave --since out, " +
			"or give the last commit that was applied")
	}
	out, err := r.run(ctx, "", "rev-parse", "--verify", "--quiet", ref+"^{commit}")
	if r.commit = strings.TrimSpace(out); err == nil {
		return nil
	}
	if _, silent := errors.AsType[*exec.ExitError](err); !silent {
		return err
	}
	if r.shallow(ctx) {
		return errors.New("this clone is shallow and does not have that commit: run git fetch --unshallow, " +
			"or have CI fetch everything (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in GitLab)")
	}
	return errors.New("there is no such commit: check the name, or run git fetch first")
}

// shallow reports whether the history of the clone was cut off.
func (r *revision) shallow(ctx context.Context) bool {
	out, err := r.run(ctx, "", "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(out) == "true"
}

// contained reports whether HEAD contains the commit, as far as that is known:
// a repository without a HEAD has nothing that it could miss.
func (r *revision) contained(ctx context.Context) bool {
	_, err := r.run(ctx, "", "merge-base", "--is-ancestor", r.commit, "HEAD")
	exit, ran := errors.AsType[*exec.ExitError](err)
	return !ran || exit.ExitCode() != 1
}

// leftOut gives a file that a sparse checkout keeps from the disk, of those that
// a walk over the paths would read. It is declared, and looks as if it was gone.
func (r *revision) leftOut(ctx context.Context) (string, error) {
	for _, p := range r.places {
		out, err := r.run(ctx, "", "ls-files", "-z", "-t", "--", cmp.Or(p.path, "."))
		if err != nil {
			return "", err
		}
		for entry := range strings.SplitSeq(out, "\x00") {
			name, sparse := strings.CutPrefix(entry, "S ")
			below := strings.TrimPrefix(strings.TrimPrefix(name, p.path), "/")
			if !sparse || !isYAML(name) || isHidden(below) {
				continue
			}
			if _, err := os.Lstat(filepath.Join(r.dir, name)); err != nil {
				return name, nil
			}
		}
	}
	return "", nil
}

// short cuts the name of a commit to what people read; others stay.
func short(ref string) string {
	if len(ref) >= 40 && strings.Trim(ref, "0123456789abcdef") == "" {
		return ref[:12]
	}
	return ref
}
