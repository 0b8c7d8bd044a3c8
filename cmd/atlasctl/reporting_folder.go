package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// reportFile is a file of a report. One that could have been, and is not of this
// run, is not there afterwards either: it would tell of another one, and somebody
// could approve the plan in it.
type reportFile struct {
	name string
	has  bool
	make func() ([]byte, error)
}

// toFolder writes every form of a report that is a file, each of them whole or
// not at all.
func (r *reporting) toFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var errs []error
	for _, f := range r.files() {
		errs = append(errs, f.write(filepath.Join(dir, f.name)))
	}
	return errors.Join(errs...)
}

// files lists what a command writes. An apply leaves the plan alone that may lie
// there: it can be the one that was approved, and must not become another one.
func (r *reporting) files() []reportFile {
	files := []reportFile{
		{"atlasctl.sarif", true, func() ([]byte, error) { return render.SARIF(r.run) }},
		{"junit.xml", true, func() ([]byte, error) { return render.JUnit(r.run) }},
		{"gitlab-codequality.json", true, func() ([]byte, error) { return render.GitLabQuality(r.run) }},
	}
	switch p := r.run.Plan; r.run.Command {
	case "plan":
		files = append(files,
			reportFile{"plan.json", p != nil, func() ([]byte, error) { return render.JSON(p) }},
			reportFile{"plan.md", p != nil, func() ([]byte, error) { return []byte(render.Markdown(p, r.run.Markdown)), nil }},
			reportFile{"gitlab-terraform.json", p != nil, func() ([]byte, error) { return render.GitLabPlan(p) }})
	case "drift":
		d := r.run.Drift
		files = append(files,
			reportFile{"drift.json", d != nil, func() ([]byte, error) { return render.DriftJSON(d) }},
			reportFile{"drift.md", d != nil, func() ([]byte, error) { return []byte(render.DriftMarkdown(d, r.run.Markdown)), nil }})
	case "apply":
		files = append(files,
			reportFile{"apply.json", r.end != nil, r.applyJSON},
			reportFile{"apply.md", r.end != nil, func() ([]byte, error) { return []byte(render.Comment(r.run)), nil }})
	}
	return files
}

// applyJSON is what apply -o json prints.
func (r *reporting) applyJSON() ([]byte, error) {
	var b bytes.Buffer
	err := printReport(&b, reportOf(*r.end))
	return b.Bytes(), err
}

func (f reportFile) write(path string) error {
	if !f.has {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	data, err := f.make()
	if err != nil {
		return err
	}
	return replaceFile(path, data, 0o644)
}
