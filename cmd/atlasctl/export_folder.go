package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// exportFile is a file that an export into a folder may write.
type exportFile struct {
	kind spec.Kind
	path string
}

// files lists them in the order of the table of kinds.
func (o exportCommand) files() []exportFile {
	var files []exportFile
	for _, t := range spec.Types() {
		if len(o.kinds) == 0 || slices.Contains(o.kinds, t.Kind) {
			files = append(files, exportFile{t.Kind, filepath.Join(o.dir, fileName(t.Kind))})
		}
	}
	return files
}

// fileName is the kind in lower case with hyphens between its words:
// stream-connection.yaml, custom-db-role.yaml.
func fileName(k spec.Kind) string {
	words := regexp.MustCompile(`([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])`).ReplaceAllString(string(k), "$1$3-$2$4")
	return strings.ToLower(words) + ".yaml"
}

// checkFolder refuses, before anything is read, a folder that has one of the
// files already. It may be one that would not be written this time: it would
// tell of resources that are there no more.
func (o exportCommand) checkFolder() error {
	var there []string
	for _, f := range o.files() {
		switch info, err := os.Lstat(f.path); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("--dir: %w", err)
		case !info.Mode().IsRegular():
			return fmt.Errorf("%s is no regular file: give another --dir", f.path)
		default:
			there = append(there, f.path)
		}
	}
	if len(there) > 0 && !o.overwrite {
		return fmt.Errorf("%s: already there: give --overwrite to replace it, or another --dir", strings.Join(there, ", "))
	}
	return nil
}

// exportFolder writes a file a kind, each of them whole or not at all.
func (e env) exportFolder(o exportCommand, live []spec.Resource) error {
	byKind := map[spec.Kind][]spec.Resource{}
	for _, r := range live {
		byKind[r.Addr.Kind] = append(byKind[r.Addr.Kind], r)
	}
	for _, f := range o.files() {
		if err := e.exportFile(f, byKind[f.kind], o.status); err != nil {
			return err
		}
	}
	return nil
}

func (e env) exportFile(f exportFile, live []spec.Resource, status bool) error {
	if len(live) == 0 {
		if _, err := os.Lstat(f.path); err == nil {
			e.say("warning: %s is from an earlier export: there is no %s any more\n", f.path, f.kind)
		}
		return nil
	}
	data, err := spec.Export(live, spec.ExportOptions{Status: status})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
		return fmt.Errorf("--dir: %w", err)
	}
	if err := replaceFile(f.path, data, 0o644); err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	_, err = fmt.Fprintf(e.stdout, "%s: %s\n", f.path, spec.Count(len(live), "resource"))
	return err
}
