package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker for releases.
var version = ""

// versionText gives the release, or what the build knows of its commit.
func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// userAgent is how atlasctl presents itself to Atlas.
func userAgent() string {
	return fmt.Sprintf("atlasctl/%s (%s;%s)", versionText(), runtime.GOOS, runtime.GOARCH)
}

func newVersion(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(e.stdout, "atlasctl %s %s/%s\n", versionText(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
