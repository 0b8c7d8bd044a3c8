package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// maxSource is the largest file that is read. The biggest estates seen are a
// few megabytes; a larger file is a mistake, such as a dump.
const maxSource = 64 << 20

// stdinPath is how standard input is spelled with -f, and stdinName what it is
// called.
const (
	stdinPath = "-"
	stdinName = "<stdin>"
)

// readSources reads the files that the paths name: files as they are, folders
// with everything below them that ends in .yaml or .yml and is not hidden, and
// "-" as standard input. A file that is reached twice is read once. Files of the
// name that settings have are listed apart. The error holds everything that is
// wrong with the paths, one a line.
func readSources(paths []string, stdin io.Reader) (sources []spec.Source, settings []string, err error) {
	if len(paths) == 0 {
		return nil, nil, fmt.Errorf("no files: give them with -f FILE or -f FOLDER, or -f - for standard input, or list paths in %s", spec.SettingsFile)
	}
	r := reader{stdin: stdin, seen: map[string]bool{}}
	for _, path := range paths {
		r.path(path)
	}
	if err := errors.Join(r.errs...); err != nil {
		return nil, nil, err
	}
	return r.sources, r.settings, nil
}

// reader reads sources and collects what went wrong.
type reader struct {
	stdin    io.Reader
	seen     map[string]bool // real paths of what was read
	sources  []spec.Source
	settings []string
	errs     []error
}

func (r *reader) fail(path string, err error) {
	// The path comes first, as everywhere; the system's own error repeats it.
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	r.errs = append(r.errs, fmt.Errorf("%s: %w", path, err))
}

// path reads what the user named. Unlike in a folder, the name of a file does
// not matter here, nor whether it is a pipe.
func (r *reader) path(path string) {
	if path == stdinPath {
		if !r.again(stdinPath) {
			r.read(stdinName, r.stdin)
		}
		return
	}
	if path == "" {
		r.errs = append(r.errs, errors.New("-f with an empty path: give a file or a folder"))
		return
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.errs = append(r.errs, fmt.Errorf("%s: no such file or folder%s", path, similar(path)))
	case err != nil:
		r.fail(path, err)
	case info.IsDir():
		r.folder(path)
	case filepath.Base(path) == spec.SettingsFile:
		r.errs = append(r.errs, fmt.Errorf("%s: this file holds the settings of a run, and no resources: name what to read, or list it under paths in there and leave -f out", path))
	default:
		r.file(path, info)
	}
}

// folder reads the YAML files below a folder, in the order of their paths.
func (r *reader) folder(path string) {
	failed := len(r.errs)
	files := r.list(path, map[string]bool{})
	files = slices.DeleteFunc(files, func(file string) bool {
		isSettings := filepath.Base(file) == spec.SettingsFile
		if isSettings {
			r.settings = append(r.settings, file)
		}
		return isSettings
	})
	if len(files) == 0 && len(r.errs) == failed {
		r.errs = append(r.errs, fmt.Errorf("%s: no *.yaml or *.yml file in this folder", path))
	}
	slices.Sort(files)
	for _, file := range files {
		info, err := os.Stat(file)
		switch {
		case err != nil:
			r.fail(file, err)
		case !info.Mode().IsRegular():
			r.errs = append(r.errs, fmt.Errorf("%s: not a regular file: remove it, or name it with -f", file))
		default:
			r.file(file, info)
		}
	}
}

// list finds the YAML files below a folder. Links to folders are followed,
// because a file left out by surprise would be a resource left out; visited
// holds the real paths that were entered, so that a loop ends.
func (r *reader) list(dir string, visited map[string]bool) []string {
	target, err := filepath.EvalSymlinks(dir)
	if err != nil {
		r.fail(dir, err)
		return nil
	}
	if visited[target] {
		return nil
	}
	visited[target] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		r.fail(dir, err)
		return nil
	}
	var files []string
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
		case isDir(path, entry):
			files = append(files, r.list(path, visited)...)
		case isYAML(path):
			files = append(files, path)
		}
	}
	return files
}

// isDir reports whether an entry is a folder or a link to one.
func isDir(path string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.IsDir()
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isYAML(path string) bool {
	ext := filepath.Ext(path)
	return ext == ".yaml" || ext == ".yml"
}

// file reads one file, once.
func (r *reader) file(path string, info fs.FileInfo) {
	if target, err := realPath(path); err == nil && r.again(target) {
		return
	}
	if info.Size() > maxSource {
		r.tooLarge(path)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		r.fail(path, err)
		return
	}
	defer f.Close() //nolint:errcheck // nothing was written
	r.read(path, f)
}

// read takes all of a stream, which may be larger than it said, or endless.
func (r *reader) read(name string, from io.Reader) {
	data, err := io.ReadAll(io.LimitReader(from, maxSource+1))
	switch {
	case err != nil:
		r.fail(name, err)
	case len(data) > maxSource:
		r.tooLarge(name)
	default:
		r.sources = append(r.sources, spec.Source{Name: name, Data: data})
	}
}

func (r *reader) tooLarge(path string) {
	r.errs = append(r.errs, fmt.Errorf("%s: larger than %d MB: split it", path, maxSource>>20))
}

// again reports whether a real path was asked for before.
func (r *reader) again(target string) bool {
	seen := r.seen[target]
	r.seen[target] = true
	return seen
}

// realPath gives the one path of a file, however it was reached.
func realPath(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(target)
}

// similar suggests a neighbour of a path that is not there.
func similar(path string) string {
	dir, name := filepath.Dir(path), filepath.Base(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		// The ending is what is forgotten most.
		if stem(e.Name()) == stem(name) {
			return fmt.Sprintf(" (did you mean %q?)", filepath.Join(dir, e.Name()))
		}
		names = append(names, e.Name())
	}
	return spec.DidYouMean(name, names)
}

func stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }
