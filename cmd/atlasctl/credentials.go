package main

import (
	"errors"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/remote"
)

// access is who calls, and where.
type access struct {
	credentials remote.Credentials
	baseURL     string // empty means commercial Atlas
	from        string // where the credentials stand
}

// noCredentials lists every way to give some.
const noCredentials = `no credentials; give them in one of these ways:
  --profile NAME                                           a profile of the Atlas CLI
  MONGODB_ATLAS_ACCESS_TOKEN                               an access token
  MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET  a service account
  MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY   an API key
  the default profile of the Atlas CLI (atlas auth login)
or try atlasctl without an account: --emulator`

// findAccess finds the credentials, first match, and the base URL: the flag,
// the environment, the profile.
func (e env) findAccess(o connectOptions) (access, error) {
	a, err := e.findCredentials(o.profile)
	if err != nil {
		return access{}, err
	}
	if url := e.get("MONGODB_ATLAS_BASE_URL"); url != "" {
		a.baseURL = url
	}
	if o.baseURL != "" {
		a.baseURL = o.baseURL
	}
	return a, nil
}

func (e env) findCredentials(profileName string) (access, error) {
	if profileName != "" {
		return e.profileAccess(profileName)
	}
	if token := e.get("MONGODB_ATLAS_ACCESS_TOKEN"); token != "" {
		return access{credentials: remote.Token(token), from: "MONGODB_ATLAS_ACCESS_TOKEN"}, nil
	}
	id, secret := e.get("MONGODB_ATLAS_CLIENT_ID"), e.get("MONGODB_ATLAS_CLIENT_SECRET")
	if id != "" || secret != "" {
		if id == "" || secret == "" {
			return access{}, errors.New("MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET go together, and only one is set")
		}
		return access{credentials: remote.ServiceAccount{ID: id, Secret: secret}, from: "MONGODB_ATLAS_CLIENT_ID"}, nil
	}
	public, from := e.first("MONGODB_ATLAS_PUBLIC_KEY", "MONGODB_ATLAS_PUBLIC_API_KEY")
	private, _ := e.first("MONGODB_ATLAS_PRIVATE_KEY", "MONGODB_ATLAS_PRIVATE_API_KEY")
	if public != "" || private != "" {
		if public == "" || private == "" {
			return access{}, errors.New("MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY go together, and only one is set")
		}
		return access{credentials: remote.APIKey{Public: public, Private: private}, from: from}, nil
	}
	a, err := e.profileAccess(defaultProfile)
	if errors.Is(err, errNoProfile) {
		return access{}, errors.New(noCredentials)
	}
	if err != nil {
		return access{}, fmt.Errorf("%w\n%s", err, noCredentials)
	}
	return a, nil
}
