package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// sources reads what the paths named at the commit, by the rules of
// [readSources]. A path that was not there named nothing. It also tells what it
// cannot know.
func (r *revision) sources(ctx context.Context) (found []spec.Source, doubts []string, err error) {
	t := treeReader{revision: r, seen: map[string]bool{}}
	for _, p := range r.places {
		if err := t.path(ctx, p.spelled, p.path, true); err != nil {
			return nil, nil, err
		}
	}
	found, err = t.read(ctx)
	return found, t.doubts, err
}

// treeReader collects the files of a commit. Trees and files are known by what
// they hold: the same content twice declares the same twice, and counts once.
type treeReader struct {
	*revision
	seen   map[string]bool
	files  []file
	doubts []string
}

type file struct{ id, name string }

// object is how git tells of one, as "ID TYPE SIZE".
var object = regexp.MustCompile(`^([0-9a-f]{40,64}) (tree|blob) [0-9]+$`)

// path takes in what was at a path, through all links on the way. Named says
// that the user named it: then the name of a file does not matter.
func (t *treeReader) path(ctx context.Context, spelled, at string, named bool) error {
	if strings.Contains(at, "\n") {
		return fmt.Errorf("%q: a path with a line break cannot be asked for: rename it", spelled)
	}
	out, err := t.run(ctx, t.commit+":"+at+"\n", "cat-file", "--batch-check", "--follow-symlinks")
	if err != nil {
		return err
	}
	line, _, _ := strings.Cut(out, "\n")
	switch found := object.FindStringSubmatch(line); {
	case found != nil && found[2] == "tree":
		return t.tree(ctx, found[1], spelled, at)
	case found != nil && (named || isYAML(at)):
		t.file(found[1], spelled)
	case named && strings.HasSuffix(line, " missing"):
		t.doubts = append(t.doubts, spelled+" was not there: if it had another name, what was removed from there since is not noticed")
	case strings.HasPrefix(line, "symlink "):
		t.doubts = append(t.doubts, spelled+" was a link that leads out of the repository: what was removed there is not noticed")
	}
	return nil
}

// tree takes in everything below a folder.
func (t *treeReader) tree(ctx context.Context, id, spelled, at string) error {
	if t.seen[id] {
		return nil
	}
	t.seen[id] = true
	out, err := t.run(ctx, "", "ls-tree", "-r", "-t", "-z", "--full-tree", id)
	if err != nil {
		return err
	}
	for entry := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		facts, name, _ := strings.Cut(entry, "\t")
		mode, rest, _ := strings.Cut(facts, " ")
		_, id, _ := strings.Cut(rest, " ")
		below := filepath.Join(spelled, filepath.FromSlash(name))
		if isHidden(name) {
			continue
		}
		switch mode {
		case "040000":
			t.seen[id] = true
		case "120000":
			if err := t.path(ctx, below, path.Join(at, name), false); err != nil {
				return err
			}
		case "160000":
			t.doubts = append(t.doubts, below+" was a submodule: what was removed there is not noticed")
		default:
			if isYAML(name) && path.Base(name) != spec.SettingsFile {
				t.file(id, below)
			}
		}
	}
	return nil
}

func isHidden(name string) bool { return strings.HasPrefix(name, ".") || strings.Contains(name, "/.") }

func (t *treeReader) file(id, name string) {
	if !t.seen[id] {
		t.seen[id] = true
		t.files = append(t.files, file{id, name})
	}
}

// read gets the content of all files from one process.
func (t *treeReader) read(ctx context.Context) ([]spec.Source, error) {
	var ids strings.Builder
	for _, f := range t.files {
		ids.WriteString(f.id + "\n")
	}
	out, err := t.run(ctx, ids.String(), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	rest := []byte(out)
	sources := make([]spec.Source, 0, len(t.files))
	for _, f := range t.files {
		var data []byte
		if data, rest, err = cutObject(rest); err == nil {
			err = readable(data)
		}
		if err != nil {
			return nil, fmt.Errorf("%s@%s: %w", f.name, t.ref, err)
		}
		sources = append(sources, spec.Source{Name: f.name + "@" + t.ref, Data: data})
	}
	return sources, nil
}

// cutObject takes the first object from what git cat-file --batch writes: a line
// that ends in the size, then the content and a line break.
func cutObject(out []byte) (data, rest []byte, err error) {
	line, rest, _ := bytes.Cut(out, []byte("\n"))
	size, err := strconv.Atoi(string(line[bytes.LastIndexByte(line, ' ')+1:]))
	if err != nil || size < 0 || size >= len(rest) {
		return nil, nil, fmt.Errorf("git does not have it: %s", line)
	}
	return rest[:size], rest[size+1:], nil
}

// readable refuses what is no file to read documents from.
func readable(data []byte) error {
	switch {
	case len(data) > maxSource:
		return fmt.Errorf("larger than %d MB: give another commit", maxSource>>20)
	case bytes.HasPrefix(data, []byte("version https://git-lfs.github.com/spec/")):
		return errors.New("it is held by Git LFS, and not by Git itself: keep documents out of LFS, and give a commit at which they are")
	}
	return nil
}
