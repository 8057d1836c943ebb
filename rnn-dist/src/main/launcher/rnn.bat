@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Starts rnn, with the Java in the folder jre, if the download came with one.
rem
rem   JAVA_HOME       else the Java to use, 17 or later; else the java on the PATH
rem   RNN_JAVA_OPTS   options for the JVM, separated by blanks; they come after the launcher's own
rem   RNN_CLASSPATH   more class path, for example the jar of another backend
setlocal
set "RNN_HOME=%~dp0.."
set "RNN_FILES=%RNN_HOME%\lib\launcher"
set "RNN_JARS=%RNN_HOME%\lib\*"
if defined RNN_CLASSPATH set "RNN_JARS=%RNN_JARS%;%RNN_CLASSPATH%"

set "RNN_JAVA=java"
if defined JAVA_HOME set "RNN_JAVA=%JAVA_HOME%\bin\java"
if exist "%RNN_HOME%\jre\bin\java.exe" set "RNN_JAVA=%RNN_HOME%\jre\bin\java"
"%RNN_JAVA%" --list-modules >nul 2>&1
if errorlevel 1 (
  echo rnn: there is no Java 17 or later: install one, or set JAVA_HOME to it 1>&2
  exit /b 1
)

set RNN_VECTOR=
"%RNN_JAVA%" --list-modules | findstr /b "jdk.incubator.vector@" >nul
if not errorlevel 1 set RNN_VECTOR="@%RNN_FILES%\vector.options"
set RNN_MEMORY="@%RNN_FILES%\memory.options"
echo.%RNN_JAVA_OPTS% | findstr /r /c:"-XX:+Use.*GC" >nul
if not errorlevel 1 set RNN_MEMORY=

"%RNN_JAVA%" %RNN_MEMORY% "@%RNN_FILES%\loops.options" %RNN_VECTOR% %RNN_JAVA_OPTS% -cp "%RNN_JARS%" io.github.rnn4j.cli.Main %*
