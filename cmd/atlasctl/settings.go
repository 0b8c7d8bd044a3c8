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
	found := settingsFiles{seen: map[string]bool{}}
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
		found.above(folderOf(path))
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
	found := settingsFiles{seen: map[string]bool{}}
	found.above(".")
	rules, err := found.combine()
	if err != nil {
		return "", e.sayProblems(err)
	}
	return rules.Project(), nil
}

// folderOf is where the search for settings begins.
func folderOf(path string) string {
	if path == stdinPath {
		return "."
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}

// settingsFiles are the settings files of a run, each read once.
type settingsFiles struct {
	seen     map[string]bool // by real path
	files    []settingsFile
	problems spec.Problems
	errs     []error
}

type settingsFile struct {
	path   string
	config *guard.Config
}

// above reads the settings in a folder and in those above it, as far as the root
// of the repository.
func (s *settingsFiles) above(dir string) {
	full, err := filepath.Abs(dir)
	if err != nil {
		s.errs = append(s.errs, err)
		return
	}
	for ; ; full = filepath.Dir(full) {
		s.refuseOtherName(full)
		if path := filepath.Join(full, spec.SettingsFile); exists(path) {
			s.read(shown(path))
		}
		if exists(filepath.Join(full, ".git")) || full == filepath.Dir(full) {
			return
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

// shown spells a path as seen from where the run is.
func shown(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil {
		return short
	}
	return path
}
