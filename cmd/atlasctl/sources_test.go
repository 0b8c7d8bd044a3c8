package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// inFolder makes files below a new folder and works in there. A value that
// starts with "->" is a link, one that ends with "/" in its name is a folder.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		target, link := strings.CutPrefix(content, "->")
		switch {
		case strings.HasSuffix(name, "/"):
		case link:
			if err := os.Symlink(target, name); err != nil {
				t.Skip("no symbolic links here:", err)
			}
		default:
			if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestReadSources(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		paths []string
		want  []string // name=content
	}{
		{"a file of any ending", map[string]string{"a.txt": "1"}, []string{"a.txt"}, []string{"a.txt=1"}},
		{
			"a folder, recursively, sorted by path",
			map[string]string{"d/b.yml": "1", "d/a/z.yaml": "2", "d/a.yaml": "3", "d/readme.md": "4", "d/c.YAML": "5"},
			[]string{"d"},
			[]string{"d/a.yaml=3", "d/a/z.yaml=2", "d/b.yml=1"},
		},
		{
			"hidden ones are skipped in folders",
			map[string]string{"d/.a.yaml": "1", "d/.git/b.yaml": "2", "d/c.yaml": "3"},
			[]string{"d"},
			[]string{"d/c.yaml=3"},
		},
		{
			"hidden ones are read when named",
			map[string]string{".d/.a.yaml": "1", ".d/b.yaml": "2"},
			[]string{".d/.a.yaml", ".d"},
			[]string{".d/.a.yaml=1", ".d/b.yaml=2"},
		},
		{"the folder itself", map[string]string{"a.yaml": "1"}, []string{"."}, []string{"a.yaml=1"}},
		{"standard input, once", nil, []string{"-", "-"}, []string{"<stdin>=in"}},
		{
			"a file reached twice is read once",
			map[string]string{"d/a.yaml": "1", "d/b.yaml": "->a.yaml"},
			[]string{"d/a.yaml", "d", "./d/../d/a.yaml", "d"},
			[]string{"d/a.yaml=1"},
		},
		{
			"a folder called like a file",
			map[string]string{"d/x.yaml/a.yaml": "1"},
			[]string{"d", "d/x.yaml"},
			[]string{"d/x.yaml/a.yaml=1"},
		},
		{
			"links to files and folders, without loops",
			map[string]string{"d/a.yaml": "->../real/a.yaml", "real/a.yaml": "1", "more/b.yaml": "2", "d/more": "->../more", "d/loop": "->../d"},
			[]string{"d"},
			[]string{"d/a.yaml=1", "d/more/b.yaml=2"},
		},
		{"an empty file is for the loader", map[string]string{"a.yaml": ""}, []string{"a.yaml"}, []string{"a.yaml="}},
	} {
		t.Run(test.name, func(t *testing.T) {
			inFolder(t, test.files)
			sources, _, err := readSources(test.paths, strings.NewReader("in"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range sources {
				got = append(got, filepath.ToSlash(s.Name)+"="+string(s.Data))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("sources (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadSourcesErrors(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		paths []string
		want  string
	}{
		{"no paths", nil, nil, "no files: give them with -f FILE or -f FOLDER, or -f - for standard input, or list paths in atlasctl.yaml"},
		{"an empty path", nil, []string{""}, "-f with an empty path: give a file or a folder"},
		{
			"a path that is not there",
			map[string]string{"prod.yaml": ""},
			[]string{"zzz", "prod.yml", "prod", "prdo.yaml"},
			"zzz: no such file or folder\n" +
				"prod.yml: no such file or folder (did you mean \"prod.yaml\"?)\n" +
				"prod: no such file or folder (did you mean \"prod.yaml\"?)\n" +
				"prdo.yaml: no such file or folder (did you mean \"prod.yaml\"?)",
		},
		{
			"folders without YAML",
			map[string]string{"a/readme.md": "", "b/": "", "c/.hidden.yaml": ""},
			[]string{"a", "b", "c"},
			"a: no *.yaml or *.yml file in this folder\n" +
				"b: no *.yaml or *.yml file in this folder\n" +
				"c: no *.yaml or *.yml file in this folder",
		},
		{"a dangling link", map[string]string{"d/a.yaml": "->b.yaml", "d/c.yaml": ""}, []string{"d"}, "d/a.yaml: no such file or directory"},
		{"a link to itself", map[string]string{"a.yaml": "->a.yaml"}, []string{"a.yaml"}, "a.yaml: too many levels of symbolic links"},
		{"a file below a file", map[string]string{"a.yaml": ""}, []string{"a.yaml/b"}, "a.yaml/b: not a directory"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(test.name, "a ") {
				t.Skip("the system says it in other words")
			}
			inFolder(t, test.files)
			sources, _, err := readSources(test.paths, nil)
			if err == nil || len(sources) > 0 {
				t.Fatalf("got %d sources and error %v, want only an error", len(sources), err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadSourcesUnreadable(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root, and nobody on Windows, is kept from reading")
	}
	inFolder(t, map[string]string{"a.yaml": "1", "d/b.yaml": "1"})
	for path, mode := range map[string]os.FileMode{"a.yaml": 0, "d": 0} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := readSources([]string{"a.yaml", "d"}, nil)
	os.Chmod("d", 0o700) //nolint:errcheck // so that the folder can be removed
	if want := "a.yaml: permission denied\nd: permission denied"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestReadSourcesTooLarge(t *testing.T) {
	inFolder(t, map[string]string{"a.yaml": "1"})
	if err := os.Truncate("a.yaml", maxSource+1); err != nil { // sparse: takes no room
		t.Fatal(err)
	}
	_, _, err := readSources([]string{"a.yaml"}, nil)
	if want := "a.yaml: larger than 64 MB: split it"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestReadSourcesBadStdin(t *testing.T) {
	_, _, err := readSources([]string{"-"}, iotest.ErrReader(errors.New("broken pipe")))
	if want := "<stdin>: broken pipe"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}
