package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

// noneOf empties a list of the registry entry.
const noneOf = "none"

// entryFlags are what a node says of itself in the registry.
type entryFlags struct {
	serviceURI        string
	services, regions []string
}

func (f *entryFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.serviceURI, "service-uri", "", "where broadcasters reach the node, such as https://orch.example.org:8935")
	flags.StringArrayVar(&f.services, "service", nil, "a service, NAME or NAME=0xVERIFIER; again for more; \"none\" for no service")
	flags.StringArrayVar(&f.regions, "region", nil, "a region, such as eu-west; again for more; \"none\" for no region")
}

// read adds what is given; warnings are sentences for a person.
func (f *entryFlags) read(fields map[string]any) (warnings []string, err error) {
	if f.serviceURI != "" {
		warning, err := input.ServiceURI(f.serviceURI)
		if err != nil {
			return nil, err
		}
		if warning != "" {
			warnings = append(warnings, warning)
		}
		fields["serviceURI"] = f.serviceURI
	}
	if len(f.services) > 0 {
		if fields["services"], err = readServices(f.services); err != nil {
			return nil, err
		}
	}
	if len(f.regions) > 0 {
		regions := []string{}
		if len(f.regions) > 1 || f.regions[0] != noneOf {
			regions = f.regions
		}
		fields["regions"] = regions
	}
	return warnings, nil
}

func readServices(texts []string) ([]map[string]any, error) {
	services := []map[string]any{}
	if len(texts) == 1 && texts[0] == noneOf {
		return services, nil
	}
	for _, text := range texts {
		name, verifier, has := strings.Cut(text, "=")
		service := map[string]any{"name": name}
		if strings.HasPrefix(name, "0x") && len(name) == 66 {
			service = map[string]any{"id": name}
		}
		if has {
			addr, err := input.Address(verifier)
			if err != nil || addr == input.Self {
				return nil, input.Errorf("service %q: expected NAME=0x and 40 hex digits of the verifier", text)
			}
			service["verifier"] = addr
		}
		services = append(services, service)
	}
	return services, nil
}

func (c *cli) registerCommand() *cobra.Command {
	var entry entryFlags
	cmd := &cobra.Command{
		Use: "register", Short: "Say in the registry where the node is and what it offers",
		Long:    "What is left out stays as it is.",
		Example: "  livepeer_cli register --service-uri https://orch.example.org:8935 --service CPUTranscoding --region eu-west",
		Args:    noArguments(),
		RunE: c.sends(func(*cobra.Command, []string) (intent, error) {
			fields := map[string]any{}
			warnings, err := entry.read(fields)
			if err == nil && len(fields) == 0 {
				err = input.Errorf("give --service-uri, --service or --region; see livepeer_cli register --help")
			}
			i := intend("register", fields)
			i.notes = warnings
			return i, err
		}),
	}
	entry.add(cmd)
	return cmd
}
