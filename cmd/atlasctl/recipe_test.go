package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// kindsAtHand are the kinds with which tests of what all kinds have in common are
// written. A kind that is added is none of them.
var kindsAtHand = []spec.Kind{
	spec.KindProject, spec.KindFlexCluster, spec.KindServerlessInstance, spec.KindServerlessPrivateEndpoint,
	spec.KindStreamWorkspace, spec.KindStreamConnection,
}

// kindsElsewhere are the other files that name kinds, which ones, and why: tables,
// and tests of what only a few kinds have, which need one that has it.
var kindsElsewhere = map[string]string{
	"pkg/remote/drivers.go":                         "every kind: a table: a line for each kind",
	"pkg/remote/advice_test.go":                     "every kind: a table: the error codes of each kind",
	"pkg/remote/emulator/sdk_kinds_test.go":         "every kind: a table: a line for each kind",
	"pkg/remote/emulator/second_editor_doc_test.go": "every kind: a table: a line for each kind",
	"pkg/spec/migrate/serverless.go":                "FlexCluster ServerlessInstance ServerlessPrivateEndpoint: makes one of them another",

	"pkg/apply/staged_test.go":             "Cluster: its updates are staged",
	"pkg/plan/byid_test.go":                "StreamPrivateLink: connections refer to it by its ID",
	"pkg/plan/expiry_test.go":              "IPAccessListEntry: expires",
	"pkg/plan/late_test.go":                "CustomDBRole StreamPrivateLink: connections need them",
	"pkg/plan/pinned_test.go":              "StreamProcessor: keeps connections",
	"pkg/plan/proof_test.go":               "PrivateEndpoint PrivateEndpointService: have no names, one in the other",
	"pkg/apply/suspended_test.go":          "StreamProcessor: its updates are several writes",
	"pkg/plan/reconsider_test.go":          "StreamProcessor: has a state that is judged",
	"pkg/plan/recheck_test.go":             "Cluster DatabaseUser StreamProcessor: have lists, sets of structs and documents",
	"pkg/plan/render/drift_test.go":        "Cluster: has lists",
	"pkg/plan/render/tfplan_test.go":       "CustomDBRole IPAccessListEntry: have acronyms in their names",
	"pkg/remote/events_test.go":            "DatabaseUser IPAccessListEntry: the feed tells which one is meant",
	"pkg/remote/gone_test.go":              "StreamProcessor: has a state in which it is gone",
	"pkg/remote/identity_internal_test.go": "PrivateEndpointService: has no names",
	"pkg/remote/identity_test.go":          "PrivateEndpoint PrivateEndpointService: have no names, one in the other",
	"pkg/spec/align_test.go":               "Cluster: has lists",
	"pkg/spec/identity_test.go":            "PrivateEndpoint PrivateEndpointService: have no names, one in the other",
}

// TestOneFileAKind holds "Adding a kind" in ARCHITECTURE.md: no Go file but a
// kind's own ones names it, so that no other has to change when one is added.
func TestOneFileAKind(t *testing.T) {
	t.Parallel()
	const root = "../.."
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".go" || ownFile(path):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		named := kindsNamed(file)
		if strings.HasSuffix(path, "_test.go") {
			for _, kind := range kindsAtHand {
				delete(named, string(kind))
			}
		}
		if len(named) == 0 {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		found[rel] = true
		kinds := strings.Join(slices.Sorted(maps.Keys(named)), " ")
		if may, _, _ := strings.Cut(kindsElsewhere[rel], ":"); may != kinds && may != "every kind" {
			t.Errorf("%s names %s, and may %q: what it has to know of a kind is a fact of its table or of its specimen", rel, kinds, may)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range kindsElsewhere {
		if !found[path] {
			t.Errorf("%s names no kinds and is an exception", path)
		}
	}
}

// ownFile reports whether a file is one of a kind's own: its name begins with that
// of the kind, or, for a test, has it.
func ownFile(path string) bool {
	name := filepath.Base(path)
	for _, typ := range spec.Types() {
		own := inFileNames(typ.Kind)
		if strings.HasPrefix(name, own) || strings.HasSuffix(name, "_test.go") && strings.Contains(name, own) {
			return true
		}
	}
	return false
}

// inFileNames spells a kind as files do: stream_connection, ip_access_list_entry.
func inFileNames(kind spec.Kind) string {
	return strings.ReplaceAll(strings.TrimSuffix(fileName(kind), ".yaml"), "-", "_")
}

// kindsNamed are the kinds that a file names: by their constant, by their struct,
// or as a text, unless that is a common word.
func kindsNamed(file *ast.File) map[string]bool {
	named := map[string]bool{}
	add := func(text string, is bool) {
		if _, known := spec.TypeOf(spec.Kind(text)); known && is {
			named[text] = true
		}
	}
	inSpec := file.Name.Name == "spec"
	structOf := func(n ast.Expr) {
		if name, ok := n.(*ast.Ident); ok {
			add(name.Name, inSpec)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			constant, ok := strings.CutPrefix(n.Name, "Kind")
			add(constant, ok)
		case *ast.SelectorExpr:
			from, ok := n.X.(*ast.Ident)
			add(n.Sel.Name, ok && from.Name == "spec")
		case *ast.StarExpr:
			structOf(n.X)
		case *ast.CompositeLit:
			structOf(n.Type)
		case *ast.BasicLit:
			text, _ := strconv.Unquote(n.Value)
			add(text, strings.Contains(inFileNames(spec.Kind(text)), "_"))
		}
		return true
	})
	return named
}
