package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"golang.org/x/sync/errgroup"
	"gopkg.in/yaml.v3"

	// Packages are imported, documents are not: these keep both modules in go.mod,
	// and on the machine of whoever runs a test with this package.
	_ "go.mongodb.org/atlas-sdk/v20250312010/auth"
	_ "go.mongodb.org/atlas-sdk/v20250312018/auth"
)

// edition is one of the two documents.
type edition string

const (
	current edition = "go.mongodb.org/atlas-sdk/v20250312018"
	// former still has the writes of /serverless.
	former edition = "go.mongodb.org/atlas-sdk/v20250312010"
)

// Documents are the two documents, ready to be used by any number of contracts.
type Documents []*document

type document struct {
	spec   *openapi3.T
	router routers.Router
}

// Load reads the documents. That takes the better part of a second: once a
// process is enough.
func Load() (Documents, error) {
	editions := []edition{current, former}
	folders, err := moduleFolders(editions)
	if err != nil {
		return nil, fmt.Errorf("loading the API documents: %w", err)
	}
	loaded := make(Documents, len(editions))
	var group errgroup.Group
	for i, e := range editions {
		group.Go(func() (err error) {
			// Beside it lies atlas-api-transformed.yaml, from which the SDK is generated:
			// there the variants of a type are flattened into one.
			path := filepath.Join(folders[i], "openapi", "atlas-api.yaml")
			if loaded[i], err = read(e, path); err != nil {
				return fmt.Errorf("loading the API document of %s: %w", e, err)
			}
			return nil
		})
	}
	return loaded, group.Wait()
}

// moduleFolders asks Go where it keeps the modules.
func moduleFolders(editions []edition) ([]string, error) {
	args := []string{"list", "-m", "-f", "{{.Dir}}"}
	for _, e := range editions {
		args = append(args, string(e))
	}
	cmd := exec.Command("go", args...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w: %s", strings.Join(args, " "), err, problems.Bytes())
	}
	folders := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	for i, folder := range folders {
		if folder == "" {
			return nil, fmt.Errorf("module %s is not on this machine: run go mod download", editions[i])
		}
	}
	return folders, nil
}

func read(e edition, path string) (*document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var tree object
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("decoding %s: %w", path, err)
	}
	if err := mend(e, tree); err != nil {
		return nil, err
	}
	return build(prune(e, tree))
}

// build makes a document of a tree. It is not validated as a whole: that fails
// for reasons that nobody here is concerned with.
func build(tree object) (*document, error) {
	data, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("encoding what is left of it: %w", err)
	}
	spec, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("reading what is left of it: %w", err)
	}
	spec.Servers = nil // whatever host the emulator has
	router, err := gorillamux.NewRouter(spec)
	if err != nil {
		return nil, fmt.Errorf("building a router: %w", err)
	}
	return &document{spec: spec, router: router}, nil
}
