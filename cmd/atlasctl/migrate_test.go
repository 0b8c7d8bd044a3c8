package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const serverlessYAML = `apiVersion: atlasctl/v1
kind: ServerlessInstance  # ours
metadata: {project: payments, name: orders}
spec:
  providerSettings:
    providerName: SERVERLESS
    backingProviderName: AWS
    regionName: US_EAST_1
`

const migratedYAML = `apiVersion: atlasctl/v1
kind: FlexCluster  # ours
metadata: {project: payments, name: orders}
spec:
  providerSettings:
    backingProviderName: AWS
    regionName: US_EAST_1
`

const serverlessBackupYAML = `  serverlessBackupOptions: {serverlessContinuousBackupEnabled: true}
`

const serverlessEndpointYAML = `apiVersion: atlasctl/v1
kind: ServerlessPrivateEndpoint
metadata: {project: payments, instance: orders, name: vpc}
spec: {providerName: AWS}
`

const lostBackup = "a.yaml:9: payments/ServerlessInstance/orders: continuous backup is lost: Flex takes a snapshot a day and cannot restore a point in time; " +
	"if you need that, use a dedicated cluster (M10 or larger)\n"

const lostEndpoint = "b.yaml:2: payments/ServerlessPrivateEndpoint/orders/vpc: the document is removed: Flex has no private endpoints; " +
	"if you need one, use a dedicated cluster (M10 or larger), or list the allowed IP addresses\n"

const nextStep = "Next: run \"atlasctl plan\". It must say \"No changes.\" for what was migrated.\n" +
	"With --prune, mind that Flex clusters which no file mentions are deleted from now on.\n"

// runIn runs one command line in the working folder.
func runIn(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	e := testEnv(nil)
	e.stdin, e.stdout, e.stderr = strings.NewReader(stdin), &out, &errs
	code = run(t.Context(), e, args)
	return code, out.String(), errs.String()
}

// folder reads the files of the working folder, hidden ones too.
func folder(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestMigrateServerless(t *testing.T) {
	for _, test := range []struct {
		name   string
		files  map[string]string
		stdin  string
		args   string
		code   int
		stdout string
		stderr string
		want   map[string]string // the files afterwards, when they are others
	}{
		{
			name:   "in place",
			files:  map[string]string{"a.yaml": serverlessYAML, "d/b.yaml": serverlessYAML + "---\n" + serverlessYAML, "c.yaml": migratedYAML},
			args:   "-f .",
			stdout: "Migrated 3 instances in 2 files.\n" + nextStep,
			want:   map[string]string{"a.yaml": migratedYAML, "d/b.yaml": migratedYAML + "---\n" + migratedYAML, "c.yaml": migratedYAML},
		},
		{
			name:   "nothing to migrate",
			files:  map[string]string{"a.yaml": migratedYAML},
			args:   "-f a.yaml",
			stdout: "Nothing to migrate: no ServerlessInstance in 1 file.\n",
		},
		{
			name:  "dry run",
			files: map[string]string{"a.yaml": serverlessYAML},
			args:  "-f a.yaml --dry-run",
			stdout: `diff a/a.yaml b/a.yaml
--- a/a.yaml
+++ b/a.yaml
@@ -1,8 +1,7 @@
 apiVersion: atlasctl/v1
-kind: ServerlessInstance  # ours
+kind: FlexCluster  # ours
 metadata: {project: payments, name: orders}
 spec:
   providerSettings:
-    providerName: SERVERLESS
     backingProviderName: AWS
     regionName: US_EAST_1
`,
			stderr: "Would migrate 1 instance in 1 file.\n",
		},
		{
			name:   "a loss changes nothing in any file",
			files:  map[string]string{"a.yaml": serverlessYAML + serverlessBackupYAML, "b.yaml": serverlessEndpointYAML, "c.yaml": serverlessYAML},
			args:   "-f .",
			code:   5,
			stderr: lostBackup + lostEndpoint + "atlasctl: refused: the files ask for what Flex does not have (2 places above): nothing was written; give --accept-loss to migrate without it\n",
		},
		{
			name:   "an accepted loss, and a file in which nothing is left",
			files:  map[string]string{"a.yaml": serverlessYAML + serverlessBackupYAML, "b.yaml": serverlessEndpointYAML},
			args:   "-f . --accept-loss",
			stdout: "Removed b.yaml: no document is left in it.\nRemoved 1 document of private endpoints.\nMigrated 1 instance in 1 file.\n" + nextStep,
			stderr: "warning: " + lostBackup + "warning: " + lostEndpoint,
			want:   map[string]string{"a.yaml": migratedYAML},
		},
		{
			name:  "a dry run of an accepted loss",
			files: map[string]string{"b.yaml": serverlessEndpointYAML},
			args:  "-f . --accept-loss --dry-run",
			stdout: "diff a/b.yaml /dev/null\n--- a/b.yaml\n+++ /dev/null\n@@ -1,4 +0,0 @@\n" +
				"-" + strings.TrimSuffix(strings.ReplaceAll(serverlessEndpointYAML, "\n", "\n-"), "-"),
			stderr: "warning: " + lostEndpoint + "Would remove b.yaml: no document is left in it.\nWould remove 1 document of private endpoints.\n",
		},
		{
			name:   "a problem in one file changes nothing in any",
			files:  map[string]string{"a.yaml": serverlessYAML, "b.yaml": "kind: [\n"},
			args:   "-f .",
			code:   1,
			stderr: "b.yaml:1: not YAML: a value is expected here\natlasctl: 1 problem\n",
		},
		{
			name:   "standard input",
			stdin:  serverlessYAML,
			args:   "-f -",
			stdout: migratedYAML,
			stderr: "Migrated 1 instance in 1 file.\n" + nextStep,
		},
		{
			name:   "standard input with nothing to migrate",
			stdin:  migratedYAML,
			args:   "-f -",
			stdout: migratedYAML,
			stderr: "Nothing to migrate: no ServerlessInstance in 1 file.\n",
		},
		{
			name: "no files", code: 1,
			stderr: "atlasctl: no files: give them with -f FILE or -f FOLDER, or -f - for standard input, or list paths in atlasctl.yaml\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			inFolder(t, test.files)
			before := folder(t)
			code, stdout, stderr := runIn(t, test.stdin, append([]string{"migrate", "serverless"}, strings.Fields(test.args)...)...)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if diff := cmp.Diff(test.stdout, stdout); diff != "" {
				t.Errorf("stdout (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.stderr, stderr); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
			want := test.want
			if want == nil {
				want = before
			}
			if diff := cmp.Diff(want, folder(t)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMigrateKeepsLinksAndModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes here")
	}
	inFolder(t, map[string]string{"real/a.yaml": serverlessYAML, "d/link.yaml": "->../real/a.yaml", "same.yaml": migratedYAML})
	same, err := os.Stat("same.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []fs.FileMode{0o640, 0o444, 0o755} {
		if err := os.WriteFile("real/a.yaml", []byte(serverlessYAML), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod("real/a.yaml", mode); err != nil {
			t.Fatal(err)
		}
		if code, _, stderr := runIn(t, "", "migrate", "serverless", "-f", "d", "-f", "same.yaml"); code != 0 {
			t.Fatalf("exit code %d\n%s", code, stderr)
		}
		info, err := os.Stat("real/a.yaml")
		if err != nil || info.Mode() != mode {
			t.Errorf("mode %v and error %v, want %v", info.Mode(), err, mode)
		}
		if err := os.Remove("real/a.yaml"); err != nil {
			t.Fatal(err)
		}
	}
	if target, err := os.Readlink("d/link.yaml"); err != nil || filepath.ToSlash(target) != "../real/a.yaml" {
		t.Errorf("the link leads to %q, error %v", target, err)
	}
	if now, err := os.Stat("same.yaml"); err != nil || !os.SameFile(same, now) {
		t.Errorf("a file without a change was written; error %v", err)
	}
}

// TestMigrateThenPlan migrates the document of an instance that Atlas made a
// Flex cluster: nothing is left to do then.
func TestMigrateThenPlan(t *testing.T) {
	inFolder(t, map[string]string{"live.yaml": migratedYAML, "a.yaml": serverlessYAML})
	for _, args := range []string{
		"apply --emulator --auto-approve -f live.yaml",
		"migrate serverless -f a.yaml",
		"plan --emulator --detailed-exitcode -f a.yaml",
	} {
		if code, stdout, stderr := runIn(t, "", strings.Fields(args)...); code != 0 {
			t.Fatalf("%s: exit code %d\n%s%s", args, code, stdout, stderr)
		}
	}
}
