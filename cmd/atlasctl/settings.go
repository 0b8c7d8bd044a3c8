package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// readInput reads the files that the command line names, or else those that the
// settings name, and every settings file that has a say in them: beside or above
// what was named, and below it. The options are completed by what the settings
// say.
func (e env) readInput(o *inputOptions) ([]spec.Source, *guard.Config, error) {
	found := newSettingsFiles()
	if len(o.files) == 0 {
		var err error
		if o.files, err = found.paths(); err != nil {
			return nil, nil, e.sayProblems(err)
		}
	}
	sources, below, err := readSources(o.files, e.stdin)
	if err != nil {
		return nil, nil, err
	}
	for _, path := range o.files {
		found.above(path)
	}
	for _, source := range sources {
		found.above(source.Name)
	}
	for _, path := range below {
		found.read(path)
	}
	rules, err := found.combine()
	if err != nil {
		return nil, nil, e.sayProblems(err)
	}
	o.project = cmp.Or(o.project, e.get("MONGODB_ATLAS_PROJECT_ID"), rules.Project())
	o.org = cmp.Or(o.org, e.get("MONGODB_ATLAS_ORG_ID"))
	return sources, rules, nil
}

// defaultProject gives the project that is meant where the command line names
// no file either.
func (e env) defaultProject(project string) (string, error) {
	if project = cmp.Or(project, e.get("MONGODB_ATLAS_PROJECT_ID")); project != "" {
		return project, nil
	}
	found := newSettingsFiles()
	found.above(".")
	rules, err := found.combine()
	if err != nil {
		return "", e.sayProblems(err)
	}
	return rules.Project(), nil
}

// folderOf gives the folder that a path is, or is in.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}

// settingsFiles are the settings files of a run, each read once.
type settingsFiles struct {
	seen     map[string]bool // by real path
	searched map[string]bool // folders, with those above them
	files    []settingsFile
	problems spec.Problems
	errs     []error
}

type settingsFile struct {
	path   string
	config *guard.Config
}

func newSettingsFiles() settingsFiles {
	return settingsFiles{seen: map[string]bool{}, searched: map[string]bool{}}
}

// above reads the settings in the folder of a path and in those above it, as far as
// the root of the repository; and so where the path really is, since no link shall
// switch a rule off.
func (s *settingsFiles) above(path string) {
	if path == stdinPath || path == stdinName {
		path = "."
	}
	full, err := filepath.Abs(path)
	if err == nil {
		s.upFrom(folderOf(full))
		full, err = filepath.EvalSymlinks(full)
	}
	if err != nil {
		s.errs = append(s.errs, err)
		return
	}
	s.upFrom(folderOf(full))
}

func (s *settingsFiles) upFrom(dir string) {
	if s.searched[dir] {
		return
	}
	s.searched[dir] = true
	for _, up := range foldersUp(dir) {
		s.refuseOtherName(up)
		if file := filepath.Join(up, spec.SettingsFile); exists(file) {
			s.read(shown(file))
		}
	}
}

// refuseOtherName keeps rules from being missed for the ending of a name.
func (s *settingsFiles) refuseOtherName(dir string) {
	path := filepath.Join(dir, otherSettingsFile)
	if exists(path) && !s.seen[path] {
		s.seen[path] = true
		s.problems = append(s.problems, spec.Problem{
			Pos: spec.Pos{File: shown(path)},
			Msg: fmt.Sprintf("settings are read from %s: rename this file, also if it is something else", spec.SettingsFile),
		})
	}
}

// read reads one file.
func (s *settingsFiles) read(path string) {
	target, err := realPath(path)
	if err == nil && s.seen[target] {
		return
	}
	s.seen[target] = true
	data, err := os.ReadFile(path)
	if err != nil {
		s.errs = append(s.errs, err)
		return
	}
	config, err := guard.Read(spec.Source{Name: path, Data: data})
	if problems, ok := errors.AsType[spec.Problems](err); ok {
		s.problems = append(s.problems, problems...)
		return
	}
	s.files = append(s.files, settingsFile{path, config})
}

// combine gives what all files lay down together.
func (s *settingsFiles) combine() (*guard.Config, error) {
	if err := errors.Join(s.errs...); err != nil {
		return nil, err
	}
	if err := s.problems.ErrorOrNil(); err != nil {
		return nil, err
	}
	var configs []*guard.Config
	for _, f := range s.files {
		configs = append(configs, f.config)
	}
	return guard.Combine(configs...)
}

// paths gives what to read where the command line names nothing: what the
// nearest file that has paths says, seen from where the run is.
func (s *settingsFiles) paths() ([]string, error) {
	s.above(".")
	if _, err := s.combine(); err != nil {
		return nil, err
	}
	for _, f := range s.files {
		var paths []string
		var missing spec.Problems
		for _, p := range f.config.Paths {
			path := filepath.Join(filepath.Dir(f.path), filepath.FromSlash(p.Value))
			if !exists(path) {
				missing = append(missing, spec.Problem{Pos: p.Pos, Msg: fmt.Sprintf("paths: %q: no such file or folder%s", p.Value, similar(path))})
			}
			paths = append(paths, path)
		}
		if len(paths) > 0 {
			return paths, missing.ErrorOrNil()
		}
	}
	return nil, nil
}

// otherSettingsFile is the name that the file is given by mistake.
const otherSettingsFile = "atlasctl.yml"

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// shown spells a path as seen from where the run is, which a link may have led to.
func shown(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	real, err := filepath.EvalSymlinks(here)
	if err != nil {
		return path
	}
	for _, from := range []string{here, real} {
		if short, err := filepath.Rel(from, path); err == nil && sameFile(short, path) {
			return short
		}
	}
	return path
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	other, failed := os.Stat(b)
	return err == nil && failed == nil && os.SameFile(one, other)
}
