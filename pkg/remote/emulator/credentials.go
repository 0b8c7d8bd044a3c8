package emulator

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator/internal/auth"
)

// APIKey is an API key whose digest the emulator accepts.
type APIKey struct {
	Public, Private string
	ReadOnly        bool           // writes answer 403
	Projects        []string       // the only ones that it sees, by name or ID; empty: all
	Networks        []netip.Prefix // the only ones that it is good from; empty: all
}

// ServiceAccount is a service account that the emulator gives access tokens to.
type ServiceAccount struct {
	ID, Secret string
	ReadOnly   bool           // writes answer 403
	Projects   []string       // the only ones that it sees, by name or ID; empty: all
	Networks   []netip.Prefix // the only ones that its tokens are good from; empty: all
}

func (k APIKey) principal() auth.Principal {
	return auth.Principal{ID: k.Public, Secret: k.Private, ReadOnly: k.ReadOnly, Projects: k.Projects, Networks: k.Networks}
}

func (a ServiceAccount) principal() auth.Principal {
	return auth.Principal{ID: a.ID, Secret: a.Secret, ReadOnly: a.ReadOnly, Projects: a.Projects, Networks: a.Networks}
}

// principals are the credentials of the configuration.
func (c Config) principals() (keys, accounts []auth.Principal) {
	for _, key := range c.Keys {
		keys = append(keys, key.principal())
	}
	for _, account := range c.ServiceAccounts {
		accounts = append(accounts, account.principal())
	}
	return keys, accounts
}

func (c Config) checkCredentials() error {
	names := map[string]bool{}
	check := func(what string, p auth.Principal) error {
		if p.ID == "" || p.Secret == "" || names[p.ID] {
			return fmt.Errorf("configuring the emulator: %s %q is incomplete or given twice", what, p.ID)
		}
		names[p.ID] = true
		if slices.ContainsFunc(p.Networks, func(n netip.Prefix) bool { return !n.IsValid() }) {
			return fmt.Errorf("configuring the emulator: %s %q is limited to a network that is none", what, p.ID)
		}
		return nil
	}
	keys, accounts := c.principals()
	for _, key := range keys {
		if err := check("API key", key); err != nil {
			return err
		}
	}
	for _, account := range accounts {
		if err := check("service account", account); err != nil {
			return err
		}
	}
	return nil
}

// checkProjects finds credentials that are limited to a project that does not
// exist: a spelling mistake there looks like missing rights.
func (e *Emulator) checkProjects(cfg Config) error {
	keys, accounts := cfg.principals()
	for _, p := range slices.Concat(keys, accounts) {
		for _, project := range p.Projects {
			if e.state.resources[projectKey(e.state.projectOf(project))] == nil {
				return fmt.Errorf("configuring the emulator: %q is limited to the project %q, which does not exist", p.ID, project)
			}
		}
	}
	return nil
}
