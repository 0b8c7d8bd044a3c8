package main

import (
	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/spec/schema"
)

func newSchema(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the documents, for editors",
		Long: `Print the JSON Schema of the documents, for editors and other tools.

Keep it beside the files, and begin each of them with a line that names it:

  atlasctl schema > atlasctl.schema.json

  # yaml-language-server: $schema=atlasctl.schema.json

It says what "atlasctl validate" says, as far as a JSON Schema can: what concerns
several documents, or the grammar of a text, is left to that.`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := e.stdout.Write(schema.JSON())
			return err
		},
	}
}
