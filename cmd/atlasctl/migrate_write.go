package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeMigration writes the files that changed. Where one cannot be written,
// those before it stay as they are: a second run takes up the rest.
func (e env) writeMigration(m migration) error {
	for _, f := range m.files {
		var err error
		switch {
		case f.isStdin():
			_, err = e.stdout.Write(f.Result.Data)
		case f.Empty:
			err = f.remove()
		case f.Changed():
			err = replaceFile(f.target, f.Result.Data, f.mode)
		}
		if err != nil {
			return fmt.Errorf("%s: %w; run the command again to take up the rest", f.Name, err)
		}
	}
	return nil
}

// remove removes a file, and the link by which it was named.
func (f migratedFile) remove() error {
	for _, name := range []string{f.target, f.Name} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// replaceFile writes a file anew, at once and whole.
func replaceFile(name string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".atlasctl-*") // hidden: no run reads it
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
