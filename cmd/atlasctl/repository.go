package main

import (
	"os"
	"path/filepath"
)

// foldersUp gives a folder and those above it, as far as the root of the repository
// that it is in, or of the disk.
func foldersUp(dir string) []string {
	for folders := []string{dir}; ; folders = append(folders, dir) {
		if isRoot(dir) || dir == filepath.Dir(dir) {
			return folders
		}
		dir = filepath.Dir(dir)
	}
}

// isRoot reports whether a repository begins in a folder.
func isRoot(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}
