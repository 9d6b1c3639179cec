#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

/// Each adds its verb to the command line; the verb runs when the line has been parsed. Failures are thrown as
/// geo::Error. \param words of the command line, for what a file says of how it was made
void add_view(CLI::App& app);
void add_info(CLI::App& app);
void add_score(CLI::App& app, const std::vector<std::string>& words);
void add_compose(CLI::App& app, const std::vector<std::string>& words);
void add_hotspots(CLI::App& app, const std::vector<std::string>& words);
void add_robustness(CLI::App& app, const std::vector<std::string>& words);
void add_explain(CLI::App& app);
void add_render(CLI::App& app);
void add_replay(CLI::App& app, const std::vector<std::string>& words);
void add_demo(CLI::App& app);

}  // namespace cli
