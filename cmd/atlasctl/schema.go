package main

import (
	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/guard"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/schema"
)

func newSchema(e env) *cobra.Command {
	var settings bool
	c := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the documents, for editors",
		Long: `Print the JSON Schema of the documents, for editors and other tools; with
--settings that of atlasctl.yaml.

Keep it beside the files, and begin each of them with a line that names it:

  atlasctl schema > atlasctl.schema.json

  # yaml-language-server: $schema=atlasctl.schema.json

It says what "atlasctl validate" says, as far as a JSON Schema can: what concerns
several documents, or compares values with each other, is left to that.`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			text := schema.JSON()
			if settings {
				text = schema.Settings(guard.Settings())
			}
			_, err := e.stdout.Write(text)
			return err
		},
	}
	c.Flags().BoolVar(&settings, "settings", false, "print the schema of "+spec.SettingsFile+" instead")
	return c
}
