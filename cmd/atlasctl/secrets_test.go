package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestSecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"plain": "hunter2", "line": "hunter2\n", "dos": "hunter2\r\n", "lines": "-----BEGIN\nhunter2\n-----END\n\n", "blanks": " hunter2 ",
		"empty": "", "limit": strings.Repeat("x", maxSecret), "large": strings.Repeat("x", maxSecret+1),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := testEnv(map[string]string{"PASSWORD": "hunter2", "EMPTY": "", "LINE": "hunter2\n"})
	inFile, onStdin := spec.Origin{File: filepath.Join(dir, "all.yaml"), Line: 1}, spec.Origin{File: "<stdin>", Line: 1}
	for _, test := range []struct {
		name   string
		origin spec.Origin
		ref    spec.Secret
		want   string
		err    string
	}{
		{"a variable", inFile, spec.EnvSecret("PASSWORD"), "hunter2", ""},
		{"a variable as it is", inFile, spec.EnvSecret("LINE"), "hunter2\n", ""},
		{"an empty variable is set", inFile, spec.EnvSecret("EMPTY"), "", ""},
		{"no variable", inFile, spec.EnvSecret("NOBODY"), "", "environment variable NOBODY is not set"},
		{"a file beside the document", inFile, spec.FileSecret("plain"), "hunter2", ""},
		{"another way there", inFile, spec.FileSecret("../" + filepath.Base(dir) + "/plain"), "hunter2", ""},
		{"an absolute path", onStdin, spec.FileSecret(filepath.Join(dir, "plain")), "hunter2", ""},
		{"the last newline is the editor's", inFile, spec.FileSecret("line"), "hunter2", ""},
		{"also on Windows", inFile, spec.FileSecret("dos"), "hunter2", ""},
		{"only the last one", inFile, spec.FileSecret("lines"), "-----BEGIN\nhunter2\n-----END\n", ""},
		{"blanks may be meant", inFile, spec.FileSecret("blanks"), " hunter2 ", ""},
		{"an empty file", inFile, spec.FileSecret("empty"), "", ""},
		{"as large as it gets", inFile, spec.FileSecret("limit"), strings.Repeat("x", maxSecret), ""},
		{"too large", inFile, spec.FileSecret("large"), "", "larger than 64 KB: is it the right file?"},
		{"no file", inFile, spec.FileSecret("nowhere"), "", "nowhere: no such file"},
		{"beside standard input is here", onStdin, spec.FileSecret("nowhere"), "", "secret file nowhere: "},
		{"a folder", inFile, spec.FileSecret("."), "", "secret file " + dir},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && test.name == "no file" {
				t.Skip("the system says it in other words")
			}
			got, err := e.secret(test.origin, test.ref)
			switch {
			case test.err == "" && (err != nil || got != test.want):
				t.Errorf("got %q and error %v, want %q", got, err, test.want)
			case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
				t.Errorf("got error %v, want %s", err, test.err)
			case err != nil && strings.Contains(err.Error(), "hunter2"):
				t.Errorf("the error gives the secret away: %v", err)
			}
		})
	}
}
