package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// vars are environment variables, without the prefix that all of them share.
type vars map[string]string

// atlasEnv has these variables, and a home with this configuration of the
// Atlas CLI, if any.
func atlasEnv(t *testing.T, v vars, config string) env {
	t.Helper()
	all := map[string]string{}
	for key, value := range v {
		all["MONGODB_ATLAS_"+key] = value
	}
	e := testEnv(all)
	dir := t.TempDir()
	e.configDir = func() (string, error) { return dir, nil }
	if config == "" {
		return e
	}
	if err := os.Mkdir(filepath.Join(dir, "atlascli"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "atlascli", "config.toml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return e
}

const configured = `
version = 2
[default]
public_api_key = "default"
private_api_key = "p"
[work]
client_id = "work"
client_secret = "p"
public_api_key = "ignored"
private_api_key = "p"
[user]
access_token = "t"
[gov]
service = "cloudgov"
public_api_key = "gov"
private_api_key = "p"
[own]
ops_manager_url = "https://atlas.example.com/"
public_api_key = "own"
private_api_key = "p"
`

func TestFindAccess(t *testing.T) {
	t.Parallel()
	key := func(public string) remote.Credentials { return remote.APIKey{Public: public, Private: "p"} }
	everything := vars{
		"ACCESS_TOKEN": "t", "CLIENT_ID": "account", "CLIENT_SECRET": "p", "PUBLIC_KEY": "key", "PRIVATE_KEY": "p",
		"PUBLIC_API_KEY": "cli", "PRIVATE_API_KEY": "p", "BASE_URL": "https://env.example.com",
	}
	for _, test := range []struct {
		name   string
		flags  connectOptions
		vars   vars
		config string
		want   remote.Credentials
		url    string
	}{
		{"the profile of the flag comes first", connectOptions{profile: "work"}, everything, configured, remote.ServiceAccount{ID: "work", Secret: "p"}, "https://env.example.com"},
		{"then an access token", connectOptions{}, everything, configured, remote.Token("t"), "https://env.example.com"},
		{
			"then a service account",
			connectOptions{},
			vars{"CLIENT_ID": "account", "CLIENT_SECRET": "p", "PUBLIC_KEY": "key", "PRIVATE_KEY": "p"},
			configured,
			remote.ServiceAccount{ID: "account", Secret: "p"},
			"",
		},
		{
			"then an API key",
			connectOptions{},
			vars{"PUBLIC_KEY": "key", "PRIVATE_KEY": "p", "PUBLIC_API_KEY": "cli", "PRIVATE_API_KEY": "p"},
			configured, key("key"), "",
		},
		{"also in the words of the Atlas CLI", connectOptions{}, vars{"PUBLIC_API_KEY": "cli", "PRIVATE_API_KEY": "p"}, configured, key("cli"), ""},
		{"empty variables are not set", connectOptions{}, vars{"ACCESS_TOKEN": "", "CLIENT_ID": "", "PUBLIC_KEY": ""}, configured, key("default"), ""},
		{"at last the default profile", connectOptions{}, nil, configured, key("default"), ""},
		{"a profile with a token", connectOptions{profile: "user"}, nil, configured, remote.Token("t"), ""},
		{"a profile of the government's Atlas", connectOptions{profile: "gov"}, nil, configured, key("gov"), "https://cloud.mongodbgov.com"},
		{"a profile with its own base URL", connectOptions{profile: "own"}, nil, configured, key("own"), "https://atlas.example.com/"},
		{"the environment's base URL comes before it", connectOptions{profile: "own"}, vars{"BASE_URL": "https://env.example.com"}, configured, key("own"), "https://env.example.com"},
		{
			"the flag's before both",
			connectOptions{profile: "own", baseURL: "https://flag.example.com"},
			vars{"BASE_URL": "https://env.example.com"},
			configured, key("own"), "https://flag.example.com",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := atlasEnv(t, test.vars, test.config).findAccess(test.flags)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.credentials); diff != "" || got.baseURL != test.url || got.from == "" {
				t.Errorf("credentials (-want +got):\n%s\nbase URL %q, want %q; from %q", diff, got.baseURL, test.url, got.from)
			}
		})
	}
}

func TestFindAccessErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		profile string
		vars    vars
		config  string
		want    string
	}{
		{"nothing", "", nil, "", "no credentials; give them in one of these ways:"},
		{"an Atlas CLI without the default profile", "", nil, "[work]\n", "no credentials; give them in one of these ways:"},
		{"an ID without secret", "", vars{"CLIENT_ID": "x"}, configured, "_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET go together"},
		{"a secret without ID", "", vars{"CLIENT_SECRET": "x"}, configured, "_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET go together"},
		{"half of a key", "", vars{"PRIVATE_KEY": "x"}, configured, "_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY go together"},
		{"half of a key in the words of the Atlas CLI", "", vars{"PUBLIC_API_KEY": "x"}, configured, "_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY go together"},
		{"an unknown profile", "nobody", nil, configured, `profile "nobody": no such profile in `},
		{"a setting is no profile", "version", nil, configured, `profile "version": no such profile in `},
		{"secrets in the keyring", "work", nil, "[work]\nclient_id = \"x\"\n", "keyring"},
		{"secrets of the default profile in the keyring", "", nil, "[default]\npublic_api_key = \"x\"\n", "keyring"},
		{"settings of another type", "work", nil, "[work]\npublic_api_key = 1\nprivate_api_key = 2\n", "holds no secret"},
		{"broken", "work", nil, "[work]\nprivate_api_key = 'hunter2\n", "is no valid TOML at line 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := atlasEnv(t, test.vars, test.config).findAccess(connectOptions{profile: test.profile})
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got error %v, want %s", err, test.want)
			}
		})
	}
}

func TestFindAccessWithoutHome(t *testing.T) {
	t.Parallel()
	e := testEnv(nil)
	e.configDir = func() (string, error) { return "", errors.New("$HOME is not defined") }
	if _, err := e.findAccess(connectOptions{}); err == nil || err.Error() != noCredentials {
		t.Errorf("got error %v, want the ways to give credentials", err)
	}
	if _, err := e.findAccess(connectOptions{profile: "work"}); err == nil || !strings.Contains(err.Error(), "$HOME is not defined") {
		t.Errorf("got error %v, want it to say that there is no home", err)
	}
}
