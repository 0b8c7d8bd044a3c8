package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	workspaces     = 10
	perWorkspace   = 100
	secretEnv      = "ATLASCTL_BENCH_PASSWORD"
	workspaceStart = `apiVersion: atlasctl/v1
kind: StreamWorkspace
metadata: {project: bench, name: workspace-%02d}
spec:
  dataProcessRegion: {cloudProvider: AWS, region: VIRGINIA_USA}
  streamConfig: {tier: SP10}
`
	kafka = `---
apiVersion: atlasctl/v1
kind: StreamConnection
metadata: {project: bench, workspace: workspace-%02d, name: kafka-%03d}
spec:
  type: Kafka
  bootstrapServers: broker-1.example.com:9092,broker-2.example.com:9092
  security: {protocol: SASL_SSL}
  authentication:
    mechanism: SCRAM-512
    username: bench
    password: {env: ` + secretEnv + `}
  config: {auto.offset.reset: earliest, group.id: bench}
`
	https = `---
apiVersion: atlasctl/v1
kind: StreamConnection
metadata: {project: bench, workspace: workspace-%02d, name: https-%03d}
spec:
  type: Https
  url: https://hooks.example.com/bench
  headers:
    Content-Type: application/json
    Authorization: {env: ` + secretEnv + `}
`
)

// writeFiles writes one file a workspace: the workspace and its connections,
// three of Kafka for one of Https.
func writeFiles(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for w := range workspaces {
		var text strings.Builder
		fmt.Fprintf(&text, workspaceStart, w)
		for c := range perWorkspace {
			connection := kafka
			if c%4 == 3 {
				connection = https
			}
			fmt.Fprintf(&text, connection, w, c)
		}
		if err := os.WriteFile(workspaceFile(dir, w), []byte(text.String()), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// changeOneField changes the first connection of the first workspace.
func changeOneField(dir string) error {
	name := workspaceFile(dir, 0)
	before, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	after := strings.Replace(string(before), "earliest", "latest", 1)
	if after == string(before) {
		return errors.New("nothing to change")
	}
	return os.WriteFile(name, []byte(after), 0o600)
}

func workspaceFile(dir string, n int) string {
	return filepath.Join(dir, fmt.Sprintf("workspace-%02d.yaml", n))
}
