// expect: conver
// A template must be a literal: text that is only known at run time cannot become one.
#include "net/html.h"
using namespace gulou::html;
Html make(const std::string& from_a_user) { return render(from_a_user.c_str()); }
