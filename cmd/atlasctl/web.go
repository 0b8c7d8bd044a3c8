package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// webOptions say where the files can be seen on the web.
type webOptions struct {
	repository string
	commit     string
}

func (o *webOptions) bind(f *pflag.FlagSet) {
	f.StringVar(&o.repository, "repository-url", "", "web address of the repository, for links in markdown (default: what GitHub or GitLab say in their jobs)")
	f.StringVar(&o.commit, "commit", "", "commit that the files are read at, for links in markdown and for who approves it (default: likewise)")
}

// check refuses what would make wrong links, or put credentials into a comment.
func (o webOptions) check() error {
	if o.repository != "" {
		if err := checkRepository(o.repository); err != nil {
			return fmt.Errorf("--repository-url: %w", err)
		}
	}
	if o.commit != "" && !isCommit(o.commit) {
		return fmt.Errorf("--commit %q: want the hexadecimal digits of a commit", o.commit)
	}
	return nil
}

func checkRepository(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return errors.New("want an address such as https://github.com/OWNER/NAME") // it may hold a password
	case u.User != nil:
		return errors.New("it holds credentials, which would be in every link: leave them out")
	case u.RawQuery != "" || u.Fragment != "":
		return errors.New("it has a query or a fragment: give the address of the repository alone")
	}
	return nil
}

func isCommit(text string) bool { return regexp.MustCompile(`^[0-9a-f]{7,64}$`).MatchString(text) }

// markdownOptions gives links to the lines of files, where the repository and
// the commit are known. What the environment says is no more than a courtesy.
func (e env) markdownOptions(o webOptions) render.MarkdownOptions {
	repository, commit := o.repository, o.commit
	onGitLab := strings.Contains(repository, "gitlab")
	if server, name := e.get("GITHUB_SERVER_URL"), e.get("GITHUB_REPOSITORY"); repository == "" && server != "" && name != "" {
		repository = server + "/" + name
	}
	if project := e.get("CI_PROJECT_URL"); repository == "" && project != "" {
		repository, onGitLab = project, true
	}
	if commit == "" {
		commit = e.jobCommit()
	}
	opts := render.MarkdownOptions{}
	if isCommit(commit) {
		opts.Commit = commit
	}
	if repository == "" || opts.Commit == "" || checkRepository(repository) != nil {
		return opts
	}
	blob := "/blob/"
	if onGitLab {
		blob = "/-/blob/"
	}
	inside := e.inRepository()
	base := strings.TrimSuffix(repository, "/") + blob + commit + "/"
	opts.Link = func(o spec.Origin) string {
		path, ok := inside(o.File)
		if !ok {
			return ""
		}
		return fmt.Sprintf("%s%s#L%d", base, (&url.URL{Path: path}).EscapedPath(), o.Line)
	}
	return opts
}

// inRepository gives paths from the root of the repository, and false for what is
// outside or no file.
func (e env) inRepository() func(file string) (string, bool) {
	root, err := realFolder(e.repositoryRoot())
	return func(file string) (string, bool) {
		dir, failed := realFolder(filepath.Dir(file))
		if err != nil || failed != nil || strings.HasPrefix(file, "<") {
			return "", false
		}
		path, failed := filepath.Rel(root, filepath.Join(dir, filepath.Base(file)))
		if failed != nil || !filepath.IsLocal(path) {
			return "", false
		}
		return filepath.ToSlash(path), true
	}
}

// repositoryRoot is the folder that the repository is checked out to: the
// nearest with a .git, or what a job says whose checkout has none.
func (e env) repositoryRoot() string {
	dir, _ := filepath.Abs(".")
	folders := foldersUp(dir)
	if root := folders[len(folders)-1]; isRoot(root) {
		return root
	}
	said, _ := e.first("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
	return cmp.Or(said, dir)
}

// realFolder gives the one path of a folder, however it was reached.
func realFolder(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}
