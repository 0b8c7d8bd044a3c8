package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// The limits that the project set itself.
const (
	startLimit  = 20 * time.Millisecond // wall clock of atlasctl version
	cpuLimit    = time.Second           // user and system time of a plan
	memoryLimit = 150                   // peak of a plan, in MB
)

const (
	starts = 20 // runs of atlasctl version
	plans  = 5  // runs of each plan
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	dir, err := os.MkdirTemp("", "atlasctl-bench-")
	if err == nil {
		err = bench(ctx, dir)
		_ = os.RemoveAll(dir)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, dir string) error {
	b := binary{path: filepath.Join(dir, "atlasctl"), dir: dir}
	if runtime.GOOS == "windows" {
		b.path += ".exe"
	}
	if out, err := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", b.path, "./cmd/atlasctl").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	if err := b.start(ctx); err != nil {
		return err
	}
	files := filepath.Join(dir, "files")
	if err := writeFiles(files); err != nil {
		return fmt.Errorf("write files: %w", err)
	}
	if err := b.plan(ctx, "plan, nothing exists", "empty.json", true); err != nil {
		return err
	}
	if err := b.apply(ctx, "full.json"); err != nil {
		return err
	}
	if err := b.plan(ctx, "plan, all is there", "full.json", false); err != nil {
		return err
	}
	if err := changeOneField(files); err != nil {
		return fmt.Errorf("change one field: %w", err)
	}
	return b.plan(ctx, "plan, one field changed", "full.json", true)
}

// binary is the atlasctl under measurement, and the folder that it runs in.
type binary struct {
	path string
	dir  string
}

// run gives what one run took. The exit code must be want.
func (b binary) run(ctx context.Context, want int, args ...string) (usage, error) {
	cmd := exec.CommandContext(ctx, b.path, args...)
	cmd.Dir = b.dir
	cmd.Env = append(os.Environ(), secretEnv+"=not-a-secret")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	begin := time.Now()
	err := cmd.Run()
	wall := time.Since(begin)
	if cmd.ProcessState == nil {
		return usage{}, fmt.Errorf("atlasctl %s: %w", args[0], err)
	}
	if code := cmd.ProcessState.ExitCode(); code != want {
		return usage{}, fmt.Errorf("atlasctl %s: exit status %d, want %d\n%s", args[0], code, want, tail(stderr.String()))
	}
	return usage{
		wall:   wall,
		cpu:    cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		memory: peakMemory(cmd.ProcessState),
	}, nil
}

func (b binary) start(ctx context.Context) error {
	runs := make([]usage, 0, starts)
	for range starts {
		u, err := b.run(ctx, 0, "version")
		if err != nil {
			return err
		}
		runs = append(runs, u)
	}
	wall := median(runs, func(u usage) time.Duration { return u.wall })
	fmt.Printf("%-26s median of %2d runs: %6.1f ms wall (%s)\n", "version", starts, milliseconds(wall), verdict(wall < startLimit, startLimit))
	return nil
}

// plan measures one plan. With --detailed-exitcode a plan also tells whether
// it found the changes that it should.
func (b binary) plan(ctx context.Context, title, state string, changes bool) error {
	want := 0
	if changes {
		want = 2
	}
	runs := make([]usage, 0, plans)
	for range plans {
		u, err := b.run(ctx, want, "plan", "--emulator", "--emulator-state", state, "--detailed-exitcode", "-f", "files")
		if err != nil {
			return err
		}
		runs = append(runs, u)
	}
	cpu := median(runs, func(u usage) time.Duration { return u.cpu })
	memory := median(runs, func(u usage) int64 { return u.memory })
	fmt.Printf("%-26s median of %2d runs: %6.1f ms wall, %6.1f ms CPU (%s), ", title, plans,
		milliseconds(median(runs, func(u usage) time.Duration { return u.wall })),
		milliseconds(cpu), verdict(cpu < cpuLimit, cpuLimit))
	if memory == 0 {
		fmt.Println("peak memory not known on this system")
		return nil
	}
	fmt.Printf("%d MB peak (%s)\n", memory>>20, verdict(memory>>20 < memoryLimit, fmt.Sprintf("%d MB", memoryLimit)))
	return nil
}

func (b binary) apply(ctx context.Context, state string) error {
	u, err := b.run(ctx, 0, "apply", "--emulator", "--emulator-state", state, "--auto-approve", "-f", "files")
	if err != nil {
		return err
	}
	fmt.Printf("%-26s one run:           %6.1f ms wall, %6.1f ms CPU, %d MB peak\n", "apply, everything",
		milliseconds(u.wall), milliseconds(u.cpu), u.memory>>20)
	return nil
}

// usage is what one run of the binary took.
type usage struct {
	wall   time.Duration
	cpu    time.Duration
	memory int64 // peak, in bytes; zero when the system does not tell
}

func median[T int64 | time.Duration](runs []usage, of func(usage) T) T {
	values := make([]T, len(runs))
	for i, u := range runs {
		values[i] = of(u)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func verdict(ok bool, limit any) string {
	if ok {
		return fmt.Sprintf("limit %v: kept", limit)
	}
	return fmt.Sprintf("limit %v: EXCEEDED", limit)
}

// tail gives the last lines of a long text.
func tail(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}
