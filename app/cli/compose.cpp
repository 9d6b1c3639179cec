#include "app/cli/score_command.h"
#include "app/cli/score_print.h"
#include "app/cli/verbs.h"
#include "geo/error.h"

#include <memory>

namespace cli {

void add_compose(CLI::App& app, const std::vector<std::string>& words) {
    auto command = std::make_shared<ScoreCommand>();
    command->words = words;
    auto* verb = app.add_subcommand("compose", "Make an own index of columns, tell what it hangs on, and score it");
    verb->add_option_function<std::string>(
            "MODEL", [command](const std::string& file) { take_index(command->input.load, file); },
            "How the index is made (TOML): see README, and the examples that `leefbeeld demo` writes")
        ->required();
    add_score_options(*verb, *command);
    verb->remove_option(verb->get_option("--index"));
    verb->remove_option(verb->get_option("--value"));
    verb->add_flag("--stages", command->index_stages,
                   "Write all that the index was made of, stage by stage: table 'index_stages'")
        ->group("Result");
    verb->callback([command] {
        const bool writes = command->output_option->count() > 0;
        if (command->index_stages && !writes && !command->input.json)
            geo::fail("--stages: these are written into a file; name one with -o");
        run_score(*command, [](const model::Run& run) { print_index(*run.dataset.composition); });
    });
}

}  // namespace cli
