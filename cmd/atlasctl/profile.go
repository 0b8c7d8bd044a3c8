package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pelletier/go-toml/v2"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// defaultProfile is the profile that the Atlas CLI uses when none is named.
const defaultProfile = "default"

// errNoProfile means that the Atlas CLI has no such profile, or was never set
// up.
var errNoProfile = errors.New("no such profile")

// profile is one table of the Atlas CLI's config.toml.
type profile struct {
	PublicKey     string
	PrivateKey    string
	ClientID      string
	ClientSecret  string
	AccessToken   string
	Service       string
	OpsManagerURL string
}

// profileAccess reads a profile of the Atlas CLI.
func (e env) profileAccess(name string) (access, error) {
	p, path, err := e.readProfile(name)
	if err != nil {
		return access{}, err
	}
	a := access{baseURL: p.OpsManagerURL, from: fmt.Sprintf("profile %q in %s", name, path)}
	if a.baseURL == "" && p.Service == "cloudgov" {
		a.baseURL = "https://cloud.mongodbgov.com"
	}
	switch {
	case p.ClientID != "" && p.ClientSecret != "":
		a.credentials = remote.ServiceAccount{ID: p.ClientID, Secret: p.ClientSecret}
	case p.PublicKey != "" && p.PrivateKey != "":
		a.credentials = remote.APIKey{Public: p.PublicKey, Private: p.PrivateKey}
	case p.AccessToken != "":
		a.credentials = remote.Token(p.AccessToken)
	default:
		return access{}, fmt.Errorf("profile %q in %s holds no secret: the Atlas CLI may keep it in the keyring of the system, which atlasctl does not read; set it in the environment", name, path)
	}
	return a, nil
}

func (e env) readProfile(name string) (profile, string, error) {
	dir, err := e.configDir()
	if err != nil {
		return profile{}, "", fmt.Errorf("profile %q: %w: %w", name, errNoProfile, err)
	}
	path := filepath.Join(dir, "atlascli", "config.toml")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return profile{}, path, fmt.Errorf("profile %q: %w: the Atlas CLI has no configuration at %s", name, errNoProfile, path)
	}
	if err != nil {
		return profile{}, path, fmt.Errorf("profile %q: %w", name, err)
	}
	// The file mixes tables with plain settings. The parser's errors quote
	// the line they stumble over, which may be a secret: only the place is
	// passed on.
	var all map[string]any
	if err := toml.Unmarshal(data, &all); err != nil {
		return profile{}, path, fmt.Errorf("profile %q: %s is no valid TOML%s", name, path, tomlPlace(err))
	}
	table, ok := all[name].(map[string]any)
	if !ok {
		return profile{}, path, fmt.Errorf("profile %q: %w in %s", name, errNoProfile, path)
	}
	text := func(key string) string { s, _ := table[key].(string); return s }
	return profile{
		PublicKey: text("public_api_key"), PrivateKey: text("private_api_key"),
		ClientID: text("client_id"), ClientSecret: text("client_secret"), AccessToken: text("access_token"),
		Service: text("service"), OpsManagerURL: text("ops_manager_url"),
	}, path, nil
}

func tomlPlace(err error) string {
	if bad, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, col := bad.Position()
		return fmt.Sprintf(" at line %d, column %d", row, col)
	}
	return ""
}
