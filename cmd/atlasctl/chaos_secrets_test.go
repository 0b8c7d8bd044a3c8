package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// secretsFolder is where references to files lead.
const secretsFolder = "secrets"

// canaryOf is a secret, which must be nowhere but where it was put.
type canaryOf struct {
	value string
	kept  bool // Atlas keeps it in the clear and gives it back: it is in the state file
}

var reference = regexp.MustCompile(`\{(env|file): ([^}]+)\}`)

// plant gives every reference in the documents a value, unlike all others. It fits
// where a URL is wanted.
func (c *chaos) plant(t *testing.T, documents string) []canaryOf {
	t.Helper()
	planted := []canaryOf{{value: c.key}}
	if err := os.MkdirAll(filepath.Join(c.folder, secretsFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, found := range reference.FindAllStringSubmatch(documents, -1) {
		kind, name := found[1], strings.Trim(found[2], `"'`)
		if known[kind+name] {
			continue
		}
		known[kind+name] = true
		mark := fmt.Sprintf("canary-%d-%x", c.seed, hash(name))
		planted = append(planted, canaryOf{mark, c.returned(kind + ":" + name)})
		if kind == "env" {
			c.env = append(c.env, name+"=https://"+mark+".example.com")
		} else if err := os.WriteFile(filepath.Join(c.folder, name), []byte("https://"+mark+".example.com"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return planted
}

// returned reports whether a reference stands where Atlas gives values back.
func (c *chaos) returned(source string) bool {
	for _, r := range c.world.want {
		if r.Body != nil && hasValue(reflect.ValueOf(r.Body).Elem(), source) {
			return true
		}
	}
	return false
}

// hasValue reports whether a value in v is a reference to source.
func hasValue(v reflect.Value, source string) bool {
	if value, ok := reflect.TypeAssert[spec.Value](v); ok {
		ref, is := value.Ref()
		return is && string(ref) == source
	}
	switch v.Kind() {
	case reflect.Pointer:
		return !v.IsNil() && hasValue(v.Elem(), source)
	case reflect.Struct:
		for _, field := range v.Fields() {
			if hasValue(field, source) {
				return true
			}
		}
	case reflect.Map:
		for _, member := range v.Seq2() {
			if hasValue(member, source) {
				return true
			}
		}
	}
	return false
}

// checkSecrets looks for the canaries in all that was said and written.
func (c *chaos) checkSecrets(t *testing.T) {
	t.Helper()
	texts := map[string]string{"what the processes said": strings.Join(c.outputs, "\n"), "the log of requests": c.log}
	root := filepath.Dir(c.folder)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == secretsFolder:
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		data, err := os.ReadFile(path)
		texts[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range texts {
		for _, secret := range c.canaries {
			if strings.Contains(text, secret.value) && (!secret.kept || where != c.world.state) {
				t.Errorf("the secret %s is in %s", secret.value, where)
			}
		}
	}
}
