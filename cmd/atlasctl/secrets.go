package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// maxSecret is the largest file that is taken for a secret.
const maxSecret = 64 << 10

// secret gives the value behind a reference. A relative path is looked up from
// the folder of the document that names it, so that it means the same wherever
// atlasctl is started. No error holds any part of a value.
func (e env) secret(origin spec.Origin, s spec.Secret) (string, error) {
	switch key, name := s.Source(); key {
	case "env":
		value, ok := e.lookup(name)
		if !ok {
			return "", fmt.Errorf("environment variable %s is not set", name)
		}
		return value, nil
	case "file":
		return secretFile(origin, name)
	default:
		return "", errors.New("no such kind of reference")
	}
}

func secretFile(origin spec.Origin, name string) (string, error) {
	path := name
	if !filepath.IsAbs(path) && !strings.HasPrefix(origin.File, "<") {
		path = filepath.Join(filepath.Dir(origin.File), path)
	}
	f, err := os.Open(path)
	if err != nil {
		if pe, ok := errors.AsType[*fs.PathError](err); ok {
			err = pe.Err
		}
		return "", fmt.Errorf("secret file %s: %w", path, err)
	}
	defer f.Close() //nolint:errcheck // read only: there is nothing to lose
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("secret file %s: %w", path, err)
	case len(data) > maxSecret:
		return "", fmt.Errorf("secret file %s is larger than %d KB: is it the right file?", path, maxSecret>>10)
	}
	// Editors end a file with a newline that is no part of the secret.
	text := strings.TrimSuffix(string(data), "\n")
	return strings.TrimSuffix(text, "\r"), nil
}
