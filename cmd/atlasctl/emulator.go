package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// maxSpeed lets more than a week pass in a second. With much more, time is over at once.
const maxSpeed = 1_000_000.0

type emulatorCommand struct {
	listen          string
	state           string
	asOf            string
	projects        []string
	keys            []string
	serviceAccounts []string
	rateLimits      []string
	speed           float64
	seed            uint64
	oddities        oddities
	faults          faultOptions
	requests        requestLog
}

func newEmulator(e env) *cobra.Command {
	var o emulatorCommand
	cmd := &cobra.Command{
		Use:   "emulator",
		Short: "Serve the Atlas emulator over HTTP",
		Long: `Serve the emulator of the Atlas Admin API over HTTP, for atlasctl and for any
other client of Atlas that can be pointed at another base URL. It knows the
projects of --seed-project and of its state file.

It listens on the loopback, where only this machine reaches it. Of the addresses
for --listen, one without a host, such as :8080, is every interface of this machine.

OPTIONS limit what credentials are good for, separated by commas: ro for reads
only, project=NAME for one project and ip=CIDR for one network, both repeatable.
--key bot:secret:ro,project=payments-prod may read that project and nothing else.

Requests are limited as in Atlas, in emulated time. --rate-limit changes the
limit of an endpoint set: CAPACITY requests at once, and REFILL more a minute.
The sets are:
  ` + strings.Join(emulator.EndpointSets(), "\n  ") + `

Now and then it is as odd as Atlas was seen to be, to which objects is a matter
of --seed and their names alone. --oddities never turns that off, always turns
all of it on:

` + oddityHelp() + `
` + faultHelp + `It serves until it is interrupted, which is its regular end: exit code 0.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return e.runEmulator(cmd.Context(), o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	f.StringVar(&o.state, "state", "", "file to keep the state in (default: in memory only)")
	f.StringVar(&o.asOf, "as-of", "", "date on which a new state starts, as YYYY-MM-DD")
	f.StringArrayVar(&o.projects, "seed-project", nil, "project to create when it is missing (repeatable)")
	f.StringArrayVar(&o.keys, "key", nil, "API key as PUBLIC:PRIVATE or PUBLIC:PRIVATE:OPTIONS (repeatable; default emulator:emulator)")
	f.StringArrayVar(&o.serviceAccounts, "service-account", nil, "service account as ID:SECRET or ID:SECRET:OPTIONS (repeatable)")
	f.StringArrayVar(&o.rateLimits, "rate-limit", nil, "other rate limit of an endpoint set, as SET=CAPACITY:REFILL (repeatable)")
	f.Float64Var(&o.speed, "speed", 60, "emulated seconds in a second")
	f.Uint64Var(&o.seed, "seed", 0, "seed of a new state: another one gives other IDs, host names, durations and oddities")
	f.Var(&o.oddities, "oddities", "how often it is odd: recorded, as often as Atlas; never; or always")
	o.faults.bind(f)
	o.requests.bind(f)
	return cmd
}

func (o emulatorCommand) config(e env) (emulator.Config, error) {
	date, err := (&connectOptions{asOf: o.asOf}).date()
	if err != nil {
		return emulator.Config{}, err
	}
	if !(o.speed > 0 && o.speed <= maxSpeed) {
		return emulator.Config{}, fmt.Errorf("--speed %g: want a number above 0, %.0f at most", o.speed, maxSpeed)
	}
	faults, err := o.faults.parse()
	if err != nil {
		return emulator.Config{}, err
	}
	cfg := emulator.Config{
		AsOf: date, Projects: o.projects, Speed: o.speed, Now: e.now, Seed: o.seed, Oddities: o.oddities.chosen,
		Faults: faults, FaultSeed: o.faults.seed, Log: o.requests.to(e.stderr),
	}
	if cfg.Keys, err = parseKeys(o.keys); err != nil {
		return emulator.Config{}, err
	}
	if cfg.ServiceAccounts, err = parseServiceAccounts(o.serviceAccounts); err != nil {
		return emulator.Config{}, err
	}
	if cfg.Limits, err = parseRateLimits(o.rateLimits); err != nil {
		return emulator.Config{}, err
	}
	if len(cfg.Keys)+len(cfg.ServiceAccounts) == 0 {
		cfg.Keys = []emulator.APIKey{{Public: emulatorKey, Private: emulatorKey}}
	}
	return cfg, nil
}

func (e env) runEmulator(ctx context.Context, o emulatorCommand) (err error) {
	cfg, err := o.config(e)
	if err != nil {
		return err
	}
	local, err := openServed(o.state, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, local.Close()) }()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", o.listen, err)
	}
	if err := e.announce(listener.Addr(), o); err != nil {
		return err
	}
	return serve(ctx, listener, local)
}

// announce says where the emulator is and how to get in. It is the result of
// the command: a script that starts it on port 0 reads the address from here.
func (e env) announce(addr net.Addr, o emulatorCommand) error {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return err
	}
	ip := net.ParseIP(host)
	if !ip.IsLoopback() {
		e.say("warning: other machines can reach the emulator: it listens on %s; --listen 127.0.0.1:8080 keeps it to this one\n", addr)
	}
	if ip.IsUnspecified() {
		host = "localhost" // clients cannot connect to every interface
	}
	text := fmt.Sprintf("Atlas emulator: http://%s\n", net.JoinHostPort(host, port))
	if len(o.keys)+len(o.serviceAccounts) == 0 {
		text += fmt.Sprintf("API key: public %s, private %s\n", emulatorKey, emulatorKey)
	}
	_, err = io.WriteString(e.stdout, text)
	return err
}

func openServed(path string, cfg emulator.Config) (*emulator.Emulator, error) {
	if path == "" {
		return emulator.New(cfg)
	}
	return emulator.Open(path, cfg)
}

// serve answers until ctx is done, and lets requests under way finish.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		err := server.Shutdown(grace)
		if errors.Is(err, context.DeadlineExceeded) {
			err = server.Close() // a client that holds a connection open holds up nobody
		}
		stopped <- err
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
